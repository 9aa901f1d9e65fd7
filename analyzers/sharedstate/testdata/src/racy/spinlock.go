package racy

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

type spinLock struct{ state atomic.Bool }

func (l *spinLock) Lock() {
	for !l.state.CompareAndSwap(false, true) {
		runtime.Gosched()
	}
}

func (l *spinLock) Unlock() { l.state.Store(false) }

type spinning struct {
	lock  spinLock
	n     int
	after int
	bare  int
	state int32
}

// What stands behind the lock is not protected by it, nor does one who does not take it wait.
func (s *spinning) add() {
	s.lock.Lock()
	s.n++ // want `s.n is written while another goroutine reads it, without a common lock`
	s.lock.Unlock()
	s.after++ // want `s.after is written by several instances of one goroutine at once without a lock`
}

func (s *spinning) tryAdd() {
	for !atomic.CompareAndSwapInt32(&s.state, 0, 1) {
		runtime.Gosched()
	}
	s.bare++ // want `s.bare is written by two goroutines at once without a common lock`
	atomic.StoreInt32(&s.state, 0)
}

func spinAll(s *spinning) int {
	for range 3 {
		go s.add()
		go s.tryAdd()
	}
	s.bare++
	return s.n
}

// A lock that only the caller knows does not keep a timer away.
type alive struct {
	mu    sync.Mutex
	timer *time.Timer
}

func newAlive(after time.Duration) *alive {
	a := &alive{}
	if after > 0 {
		a.timer = time.AfterFunc(after, a.close) // want `a.timer is written while another goroutine reads it, without a common lock`
	}
	return a
}

func (a *alive) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.timer != nil {
		a.timer.Stop()
	}
}

type mux struct {
	mu    sync.Mutex
	conns []*alive
}

func (m *mux) add() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.conns = append(m.conns, newAlive(time.Second))
}
