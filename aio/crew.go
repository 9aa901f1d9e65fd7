package aio

import (
	"sync"
	"sync/atomic"
)

// crew counts tasks and lets others wait until none is left. It is the core of WaitGroup, Group and the scope of a Run.
// A nil crew counts nothing.
type crew struct {
	manual atomic.Bool // counted by hand too, so that anybody may end the wait

	mu    sync.Mutex
	n     int
	waits line
}

// add changes the count by n and wakes the waiters when it becomes zero.
func (c *crew) add(n int) {
	if c == nil {
		return
	}
	c.mu.Lock()
	c.n += n
	if c.n < 0 {
		c.mu.Unlock()
		panic("aio: negative WaitGroup counter")
	}
	var first *waiter
	if c.n == 0 {
		first = c.waits.popAll()
	}
	c.mu.Unlock()
	wakeAll(first)
}

// leave takes one task off.
func (c *crew) leave() { c.add(-1) }

// await waits like sync.WaitGroup.Wait.
func (c *crew) await(t *task) {
	c.mu.Lock()
	if c.n == 0 {
		c.mu.Unlock()
		return
	}
	t.join(&c.waits)
	c.mu.Unlock()
	t.park(c, &c.mu, &c.waits, nil)
}

func (c *crew) blocker() *task { return nil }
func (c *crew) members() *crew { return c }
func (c *crew) outside() bool  { return c.manual.Load() }

func (c *crew) waiting() string { return "the tasks of a group" }
