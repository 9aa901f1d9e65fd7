package aio

import (
	"context"
	"sync"
)

// Cond is a sync.Cond whose Wait lets others run. It must not be copied after first use.
type Cond struct {
	// L is held while the condition is looked at or changed.
	L Locker

	mu   sync.Mutex
	line line
}

// NewCond returns a condition with lock l.
func NewCond(l Locker) *Cond { return &Cond{L: l} }

// Wait unlocks c.L, waits for Signal or Broadcast, and locks c.L again. It is not interrupted. As with sync.Cond, the
// caller looks at the condition again in a loop.
func (c *Cond) Wait(co Context) {
	t := co.self().t
	c.enter(t)
	defer c.L.Lock(co)
	t.park(c, &c.mu, &c.line, nil)
}

// WaitContext is Wait that also ends when co is cancelled; it then returns the cause. c.L is locked again in any case. A
// signal that the cancelled task had been given goes to the next one.
func (c *Cond) WaitContext(co Context) error {
	if co.Err() != nil {
		return context.Cause(co)
	}
	t := co.self().t
	c.enter(t)
	how := t.park(c, &c.mu, &c.line, co)
	var err error
	switch {
	case how == deadlocked:
		err = t.takeDead()
	case co.Err() != nil:
		err = context.Cause(co)
		if how == woken {
			c.Signal()
		}
	}
	c.L.Lock(co)
	return err
}

// enter stands in line and then unlocks, so that no signal is missed. When unlocking panics, because c.L is not locked, the
// task must not stay there: it may go on to wait for something else.
func (c *Cond) enter(t *task) {
	c.mu.Lock()
	t.join(&c.line)
	c.mu.Unlock()
	unlocked := false
	defer func() {
		if !unlocked {
			c.retreat(t)
		}
	}()
	c.L.Unlock()
	unlocked = true
}

// retreat takes t out of the line. A signal that it was given goes to the next one.
func (c *Cond) retreat(t *task) {
	c.mu.Lock()
	left := c.line.remove(&t.line)
	c.mu.Unlock()
	if !left {
		t.park(c, &c.mu, &c.line, nil) // to be woken, as the one who took it out is about to do
		c.Signal()
	}
}

// Signal wakes the task that waits longest, if there is one. The caller may hold c.L but need not.
func (c *Cond) Signal() {
	c.mu.Lock()
	w := c.line.pop()
	c.mu.Unlock()
	if w != nil {
		wake(w)
	}
}

// Broadcast wakes all tasks that wait.
func (c *Cond) Broadcast() {
	c.mu.Lock()
	first := c.line.popAll()
	c.mu.Unlock()
	wakeAll(first)
}

func (c *Cond) hindrance() hindrance { return hindrance{} }
func (c *Cond) waiting() string      { return "a Cond" }
