package clean

import (
	"sync"
	"time"
)

// The function is only called through a value, under the lock.
type sweeper struct {
	mu    sync.Mutex
	timer *time.Timer
	swept int
}

func (s *sweeper) locked(f func()) func() {
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		f()
	}
}

func (s *sweeper) begin() { s.locked(s.start)() }

func (s *sweeper) start() {
	s.timer = time.AfterFunc(time.Minute, s.locked(s.sweep))
}

func (s *sweeper) sweep() {
	s.swept++
	if s.timer != nil {
		s.timer.Reset(time.Minute)
	}
}

// The caller holds a lock that the function cannot name.
type account struct{ mu sync.Mutex }

type export struct {
	acc   *account
	timer *time.Timer
}

func (a *account) respond(e *export) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e.setTimer()
}

func (e *export) setTimer() {
	if e.timer == nil {
		e.timer = time.AfterFunc(time.Minute, e.expire)
	}
}

func (e *export) expire() {
	e.acc.mu.Lock()
	e.timer = nil
	e.acc.mu.Unlock()
}
