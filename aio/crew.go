package aio

import "sync/atomic"

// crew counts tasks and lets others wait until none is left. It is the core of WaitGroup, Group and the scope of a Run.
// A nil crew counts nothing.
type crew struct {
	manual atomic.Bool // counted by hand too, so that anybody may end the wait

	n      atomic.Int64
	waited atomic.Bool // somebody may be in the line
	audience
}

// add changes the count by n and wakes the waiters when it becomes zero.
func (c *crew) add(n int) {
	if c == nil {
		return
	}
	switch now := c.n.Add(int64(n)); {
	case now < 0:
		panic("sync: negative WaitGroup counter") // logs and tests know the words of package sync
	case now > 0 || !c.waited.Load():
		return
	}
	c.mu.Lock()
	var first *waiter
	if c.n.Load() == 0 {
		first = c.line.popAll()
		c.waited.Store(false)
	}
	c.mu.Unlock()
	wakeAll(first)
}

// leave takes one task off.
func (c *crew) leave() { c.add(-1) }

// await waits like sync.WaitGroup.Wait.
func (c *crew) await(t *task) {
	if c.n.Load() == 0 {
		return
	}
	c.mu.Lock()
	c.waited.Store(true)
	if c.n.Load() == 0 {
		c.mu.Unlock()
		return
	}
	t.join(&c.line)
	c.mu.Unlock()
	t.park(c, &c.mu, &c.line, nil)
}

func (c *crew) hindrance() hindrance {
	manual := c.manual.Load()
	return hindrance{crew: c, sure: !manual, outside: manual}
}

func (c *crew) waiting() string { return "the tasks of a group" }
