package aioexec

import (
	"context"
	"errors"
	"os/exec"

	"github.com/asyncport/asyncport/aio"
)

// StartContext starts the process and ties its life to co: when co is cancelled the process is ended, as the package
// documentation says. A task of its own waits for the process, so that it never stays a zombie, and the Run around co ends
// after it. When co is cancelled already, nothing is started and the cause is returned.
//
// WaitDelay is set to DefaultGrace if it was not set. The pipes of StdoutPipe and StderrPipe are closed when the process
// has ended, and what nobody has read is lost: that task does not wait for readers. Use OpenStdout and OpenStderr.
func (c *Cmd) StartContext(co aio.Context) error {
	if co.Err() != nil {
		c.handOver() // who reads from a pipe of OpenStdout must see its end
		return context.Cause(co)
	}
	if c.WaitDelay == 0 {
		c.WaitDelay = DefaultGrace
	}
	if c.Group {
		newGroup(c.Cmd)
	}
	if err := c.Start(co); err != nil {
		return err
	}
	stop := context.AfterFunc(co, c.terminate)
	c.mu.Lock()
	c.gone = make(chan struct{})
	c.mu.Unlock()
	_ = aio.GoValue(co, func(own aio.Context) struct{} { // so that the Run around it waits
		c.reap(own)
		stop()
		var exit *exec.ExitError
		if c.done() && errors.As(c.err, &exit) && co.Err() != nil {
			c.err = context.Cause(co)
		}
		close(c.gone)
		return struct{}{}
	})
	return nil
}

// RunContext is Run with the life of the process tied to co. It returns when the process is gone.
func (c *Cmd) RunContext(co aio.Context) error {
	if err := c.StartContext(co); err != nil {
		return err
	}
	return c.Wait(co)
}

// WaitContext is Wait that also ends when co is cancelled; it then returns the cause and leaves the process alone, so that
// it can be waited for again. A process that has ended wins over the cancellation. Any number of tasks may wait.
func (c *Cmd) WaitContext(co aio.Context) error {
	if c.Process == nil {
		return errors.New("aioexec: WaitContext called before Start")
	}
	if _, _, err := aio.RecvContext(co, c.watch(co)); err != nil {
		return err
	}
	return c.err
}

// watch returns the channel that is closed after the end of the process. For one that Start started it first starts a task
// that waits, once; the Run around co does not wait for that, as it does not for the process.
func (c *Cmd) watch(co aio.Context) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gone == nil {
		c.gone = make(chan struct{})
		aio.Spawn(co, func(co aio.Context) {
			c.reap(co)
			close(c.gone)
		})
	}
	return c.gone
}

// reap waits for the end of the process, and for its output.
func (c *Cmd) reap(co aio.Context) {
	c.err = aio.Call1(co, func() error {
		err := c.Cmd.Wait()
		c.done() // at once, and not only when it is the turn of the task
		return err
	})
}
