package aioexec

import (
	"os"
	"sync"
	"syscall"
	"time"
)

// ending is how a process is brought to its end. The zero value is a process nobody wants to end.
type ending struct {
	mu    sync.Mutex
	asked bool // SIGTERM or more was sent, and the process was still there
	over  bool // it is gone
	timer *time.Timer
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
	if grace <= 0 || c.Terminate == nil && c.signal() != nil {
		c.end.asked = c.kill() == nil
		return
	}
	c.end.asked = true
	c.end.timer = time.AfterFunc(grace, c.lateKill)
	if c.Terminate != nil {
		go c.callTerminate()
	}
}

// callTerminate asks the process to end in the way of the user, which may take its time.
func (c *Cmd) callTerminate() {
	if c.Terminate() != nil {
		c.lateKill()
	}
}

// lateKill kills what has not ended in the grace, or could not be asked.
func (c *Cmd) lateKill() {
	c.end.mu.Lock()
	defer c.end.mu.Unlock()
	if !c.end.over {
		_ = c.kill() // fails only when nothing is left, which is what is wanted
	}
}

// signal sends SIGTERM.
func (c *Cmd) signal() error {
	if c.Group && signalGroup(c.Process.Pid, syscall.SIGTERM) == nil {
		return nil
	}
	return c.Process.Signal(syscall.SIGTERM)
}

func (c *Cmd) kill() error {
	if c.Group && signalGroup(c.Process.Pid, os.Kill) == nil {
		return nil
	}
	return c.Process.Kill()
}

// done says that the process has ended, at once after that, and reports whether it was asked to. Those that it left in its
// group are killed then.
func (c *Cmd) done() (asked bool) {
	c.end.mu.Lock()
	defer c.end.mu.Unlock()
	if c.end.timer != nil {
		c.end.timer.Stop()
	}
	if c.end.asked && c.Group && !c.end.over {
		_ = signalGroup(c.Process.Pid, os.Kill) // fails when nobody is left
	}
	c.end.over = true
	return c.end.asked
}

// grace returns the time between SIGTERM and the kill: 0 means none.
func (c *Cmd) grace() time.Duration {
	if c.Grace == 0 {
		return DefaultGrace
	}
	return max(c.Grace, 0)
}
