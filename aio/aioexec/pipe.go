package aioexec

import (
	"errors"
	"os"
)

// OpenStdin makes a pipe the standard input of the process, and returns its writing end. Other than that of StdinPipe it is
// the caller's alone: it is not closed at the end of the process, so that the task which writes to it and the one which waits
// for the process need not know of each other. The process sees the end of its input when it is closed.
//
// Methods that take a Context, and are ended by its cancellation, come from aioos.WrapFile.
func (c *Cmd) OpenStdin() (*os.File, error) {
	if c.Stdin != nil {
		return nil, errors.New("aioexec: OpenStdin called with Stdin set")
	}
	r, w, err := c.pipe()
	if err != nil {
		return nil, err
	}
	c.Stdin, c.given = r, append(c.given, r)
	return w, nil
}

// OpenStdout makes a pipe the standard output of the process, and returns its reading end. Other than that of StdoutPipe it
// is the caller's alone: what the process wrote can be read after its end too, and Wait may be called before. The caller
// closes it. It ends when the process and those that it started have closed their output.
func (c *Cmd) OpenStdout() (*os.File, error) {
	if c.Stdout != nil {
		return nil, errors.New("aioexec: OpenStdout called with Stdout set")
	}
	r, w, err := c.pipe()
	if err != nil {
		return nil, err
	}
	c.Stdout, c.given = w, append(c.given, w)
	return r, nil
}

// OpenStderr is OpenStdout for the standard error.
func (c *Cmd) OpenStderr() (*os.File, error) {
	if c.Stderr != nil {
		return nil, errors.New("aioexec: OpenStderr called with Stderr set")
	}
	r, w, err := c.pipe()
	if err != nil {
		return nil, err
	}
	c.Stderr, c.given = w, append(c.given, w)
	return r, nil
}

func (c *Cmd) pipe() (r, w *os.File, err error) {
	if c.Process != nil {
		return nil, nil, errors.New("aioexec: pipe opened after the process was started")
	}
	return os.Pipe()
}

// start starts the process, and closes the child's ends of pipes: it has them now, or never will.
func (c *Cmd) start() error {
	defer c.handOver()
	return c.Cmd.Start()
}

func (c *Cmd) handOver() {
	for _, f := range c.given {
		f.Close()
	}
	c.given = nil
}
