// Package suspects has findings that do not hold.
package suspects

import "sync"

// A ring could be dead, but nobody calls die on the one of a client.
type ring struct {
	mu   sync.Mutex
	l    int
	dead bool
}

func (r *ring) push() (first, dead bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.dead {
		return false, true
	}
	r.l++
	return r.l == 1, false
}

func (r *ring) die() {
	r.mu.Lock()
	r.dead = true
	r.mu.Unlock()
}

type client struct{ promises ring }

func (c *client) finish(f func()) {
	first, dead := c.promises.push()
	if dead {
		return
	}
	if first {
		go f()
	}
}

func (c *client) produce(f func()) { c.finish(f) }

// Known gap: that a field keeps its first value is not known where a method could set it.
func (c *client) ProduceSync(n int) {
	var wg sync.WaitGroup
	wg.Add(1)
	c.produce(func() { wg.Done() })
	wg.Wait() // want `goroutine may wait for ever in this wg.Wait: .*`
}
