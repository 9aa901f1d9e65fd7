// Package across has locks held across yields of which none is a finding.
package across

import (
	"sync"
	"time"
)

type queue struct {
	mu    sync.Mutex
	cond  *sync.Cond
	other sync.Mutex
	f     func()
}

func newQueue() *queue {
	q := &queue{}
	q.cond = sync.NewCond(&q.mu)
	return q
}

func (q *queue) wait() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.cond.Wait()
}

func (q *queue) under() {
	q.other.Lock()
	defer q.other.Unlock()
	q.wait()
}

func (q *queue) dynamic() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.f()
}

var a, b sync.Mutex

func two() {
	a.Lock()
	b.Lock()
	b.Unlock()
	a.Unlock()
}

func (q *queue) onePath(x bool) {
	if x {
		q.mu.Lock()
	}
	time.Sleep(1)
	if x {
		q.mu.Unlock()
	}
}
