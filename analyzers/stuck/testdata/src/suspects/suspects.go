// Package suspects has findings that do not hold.
package suspects

import (
	"sync"
	"sync/atomic"
)

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

// Known gap: that as many goroutines are started as there have to be is not known where the count
// is another variable than what the loop goes by.
type quorum struct{ total, majority int32 }

func (q *quorum) ask() {
	var asked, failed, answered int32
	done := make(chan struct{})
	answer := func() {
		if atomic.AddInt32(&answered, 1) == q.total {
			close(done)
		}
	}
	i := int32(0)
	for ; atomic.LoadInt32(&asked) < q.majority && atomic.LoadInt32(&failed) < q.majority; i++ {
		go answer()
		atomic.AddInt32(&asked, 1)
	}
	if i < q.total {
		go func(i int32) {
			for ; i < q.total; i++ {
				answer()
			}
		}(i)
	}
	<-done // want `goroutine may wait for ever in this receive from done: .*`
}
