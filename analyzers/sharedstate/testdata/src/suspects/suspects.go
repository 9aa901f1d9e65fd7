// Package suspects has findings that do not hold.
package suspects

import (
	"sync"
	"time"
)

type pool struct {
	mu    sync.Mutex
	cache [][]byte
	timer *time.Timer
}

// Known gap: the timer's function finds something in the cache only after somebody has got
// the pool, and put it there.
func newPool() *pool {
	p := &pool{}
	p.timer = time.AfterFunc(time.Second, p.flush) // want `p.timer is written while another goroutine reads it, without a common lock`
	return p
}

func (p *pool) flush() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cache = p.cache[:len(p.cache)/2]
	if len(p.cache) != 0 {
		p.timer.Reset(time.Second)
	}
}

func (p *pool) put(b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cache = append(p.cache, b)
}
