package aio

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// ErrOversized is the error of Acquire for more permits than the semaphore has in all: it could never succeed.
var ErrOversized = errors.New("aio: more permits wanted than the Semaphore has")

// Semaphore hands out a fixed number of permits, some at a time, like golang.org/x/sync/semaphore.Weighted. Who waits
// longest is served first: a small request does not overtake a big one. The zero value has no permits; use NewSemaphore.
// It must not be copied after first use. All methods may be called by any number of tasks and goroutines. Permits do not
// belong to the task that acquired them.
type Semaphore struct {
	mu   sync.Mutex
	size int
	free int
	line line
}

// NewSemaphore returns a semaphore with n permits, all free. It panics when n is negative.
func NewSemaphore(n int) *Semaphore {
	mustNotBeNegative("NewSemaphore", n)
	return &Semaphore{size: n, free: n}
}

// Acquire waits until it can take n permits. It returns the cause when co is cancelled, even if permits are free, and
// ErrOversized at once when there will never be n; then it took none. Permits that a task was given in the moment of its
// cancellation go to the next in line. Acquire panics when n is negative.
func (s *Semaphore) Acquire(co Context, n int) error {
	mustNotBeNegative("Acquire", n)
	t := co.self().t
	t.maybePause()
	if co.Err() != nil {
		return context.Cause(co)
	}
	s.mu.Lock()
	if n > s.size {
		s.mu.Unlock()
		return fmt.Errorf("%w: %d of %d", ErrOversized, n, s.size)
	}
	if s.take(n) {
		s.mu.Unlock()
		return nil
	}
	t.line.slot = n
	t.join(&s.line)
	s.mu.Unlock()
	switch t.park(s, &s.mu, &s.line, co) {
	case interrupted:
		s.serve(0) // the next ones may have waited only for their turn
		return context.Cause(co)
	case deadlocked:
		return t.takeDead()
	}
	if co.Err() != nil {
		s.serve(n)
		return context.Cause(co)
	}
	return nil
}

// TryAcquire takes n permits if they are free and nobody waits, and reports whether it did. It panics when n is negative.
func (s *Semaphore) TryAcquire(n int) bool {
	mustNotBeNegative("TryAcquire", n)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.take(n)
}

// take takes n permits if that is fair; s.mu is held.
func (s *Semaphore) take(n int) bool {
	if n > s.free || !s.line.empty() {
		return false
	}
	s.free -= n
	return true
}

// Release gives n permits back. It panics when n is negative, and when more are given back than were taken.
func (s *Semaphore) Release(n int) {
	mustNotBeNegative("Release", n)
	s.serve(n)
}

// serve adds n free permits and hands what there is to those at the head of the line, as far as it goes.
func (s *Semaphore) serve(n int) {
	s.mu.Lock()
	if n > s.size-s.free {
		taken := s.size - s.free
		s.mu.Unlock()
		panic(fmt.Sprintf("aio: Release of %d permits of a Semaphore, of which %d are taken", n, taken))
	}
	s.free += n
	var served line
	for w := s.line.head; w != nil && w.slot.(int) <= s.free; w = s.line.head {
		s.free -= w.slot.(int)
		s.line.pop()
		served.push(w)
	}
	first := served.popAll()
	s.mu.Unlock()
	wakeAll(first)
}

// Available returns the number of permits that are free now. Those who wait come first when more get free.
func (s *Semaphore) Available() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.free
}

func mustNotBeNegative(call string, n int) {
	if n < 0 {
		panic(fmt.Sprintf("aio: %s called with the negative number %d", call, n))
	}
}

// Anybody may release a permit, so nothing is known of who ends the wait.
func (s *Semaphore) hindrance() hindrance { return hindrance{} }
func (s *Semaphore) waiting() string      { return "permits of a Semaphore" }
