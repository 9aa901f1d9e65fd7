package aio

import "sync"

// Post arranges for fn to run as a task of the loop at a later turn: never inside Post, and never before Post returns to
// a task that has its turn. The functions that were posted through one handle run one after the other, in the order of
// posting; one that waits holds up those behind it, but not the tasks of the loop, so start a task for what takes long.
//
// Nobody owns fn: its context has no deadline, values or cancellation, and no Run waits for it. A panic of fn ends the
// process; see CaptureTo.
func (h *Loop) Post(fn func(co Context)) {
	h.reopen()
	h.posts.post(newOrphan(h.l, fn))
}

// chain lets callbacks run one after the other.
type chain struct {
	mu   sync.Mutex
	last *callback
}

// post launches b behind the ones that were posted before. Who posts later is also ready later.
func (c *chain) post(b *callback) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last != nil && !c.last.ended.done.Load() {
		b.prev = c.last
	}
	c.last = b
	b.launch()
}
