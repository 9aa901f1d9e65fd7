package aioexec

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/asyncport/asyncport/aio"
)

// ErrLimit is what the error of Communicate wraps when the process wrote more than Limit allows.
var ErrLimit = errors.New("aioexec: the process wrote too much")

// Communicate runs the process with its life tied to co, writes input to its standard input, closes that, and reads both
// its outputs, all at the same time. It returns when the process is gone.
//
// An exit status other than 0 is an *exec.ExitError, as from Run. A process that does not read all its input is no error. If
// it writes more than Limit bytes to one output, it is ended and the error wraps ErrLimit. What it wrote is returned in
// every case, up to the limit. Stdin, Stdout and Stderr must not be set.
func (c *Cmd) Communicate(co aio.Context, input []byte) (stdout, stderr []byte, err error) {
	if c.Stdin != nil || c.Stdout != nil || c.Stderr != nil {
		return nil, nil, errors.New("aioexec: Communicate called with Stdin, Stdout or Stderr set; use RunContext")
	}
	out := &capture{c: c, name: "standard output"}
	errOut := &capture{c: c, name: "standard error"}
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(input), out, errOut
	err = c.RunContext(co)
	for _, w := range []*capture{out, errOut} {
		if w.over {
			err = w.error()
			break
		}
	}
	return out.data, errOut.data, err
}

// capture keeps what a process writes. It is written to by one goroutine of os/exec, and read after Wait.
type capture struct {
	c    *Cmd
	name string
	data []byte
	over bool
}

// Write keeps up to the limit; after that it fails, which closes the pipe, and ends the process, which may not write again.
func (w *capture) Write(p []byte) (int, error) {
	room := len(p)
	if limit := w.c.limit(); limit >= 0 {
		room = min(room, limit-len(w.data))
	}
	w.data = append(w.data, p[:room]...)
	if room < len(p) {
		w.over = true
		w.c.terminate()
		return room, w.error()
	}
	return room, nil
}

func (w *capture) error() error {
	return fmt.Errorf("%w: more than %d bytes to its %s; raise Limit or redirect the output", ErrLimit, w.c.limit(), w.name)
}

// limit returns the bytes that are taken of an output, or -1 when all are.
func (c *Cmd) limit() int {
	if c.Limit == 0 {
		return DefaultLimit
	}
	return max(c.Limit, -1)
}
