package aioexec

import (
	"sync"
	"syscall"
	"time"
)

// ending is how a process is brought to its end. The zero value is a process nobody wants to end.
type ending struct {
	mu    sync.Mutex
	asked bool // SIGTERM or more was sent, and the process was still there
	over  bool // it is gone
	kill  *time.Timer
}

// terminate asks the process to end, and kills it when it is still there after the grace. It is called by any goroutine,
// after the start. Only the first call counts, and none after the end of the process.
func (c *Cmd) terminate() {
	c.end.mu.Lock()
	defer c.end.mu.Unlock()
	if c.end.asked || c.end.over {
		return
	}
	grace := c.grace()
	if grace <= 0 || c.ask() != nil {
		c.end.asked = c.Process.Kill() == nil
		return
	}
	c.end.asked = true
	c.end.kill = time.AfterFunc(grace, func() {
		_ = c.Process.Kill() // fails only when the process is gone, which is what is wanted
	})
}

func (c *Cmd) ask() error {
	if c.Terminate != nil {
		return c.Terminate()
	}
	return c.Process.Signal(syscall.SIGTERM)
}

// done says that the process has ended, and reports whether it was asked to.
func (e *ending) done() (asked bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.over = true
	if e.kill != nil {
		e.kill.Stop()
	}
	return e.asked
}

// grace returns the time between SIGTERM and the kill: 0 means none.
func (c *Cmd) grace() time.Duration {
	if c.Grace == 0 {
		return DefaultGrace
	}
	return max(c.Grace, 0)
}
