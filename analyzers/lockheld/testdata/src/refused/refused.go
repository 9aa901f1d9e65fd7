// Package refused returns with locks held, and nobody can say where to unlock.
package refused

import (
	"errors"
	"fmt"
	"sync"
)

type store struct {
	mu    sync.Mutex
	items map[string]int
	err   error
	next  *store
}

var errLast = errors.New("none yet")

func setLast(err error) { errLast = err }

func compute() int { return 1 }

// What is returned is guarded by the lock.
func (s *store) field(k string) error {
	s.mu.Lock()
	if s.items[k] == 0 {
		return s.err // want `s.mu is still locked .*`
	}
	s.mu.Unlock()
	return nil
}

func (s *store) element(k string, ok bool) int {
	s.mu.Lock()
	if ok {
		return s.items[k] // want `s.mu is still locked .*`
	}
	s.mu.Unlock()
	return 0
}

func (s *store) call(ok bool) int {
	s.mu.Lock()
	if ok {
		return compute() // want `s.mu is still locked .*`
	}
	s.mu.Unlock()
	return 0
}

func (s *store) last(ok bool) error {
	s.mu.Lock()
	if ok {
		return errLast // want `s.mu is still locked .*`
	}
	s.mu.Unlock()
	return nil
}

// What is formatted leads to what is guarded.
func (s *store) formats(ok bool) error {
	s.mu.Lock()
	items := s.items
	if ok {
		return fmt.Errorf("%v", items) // want `s.mu is still locked .*`
	}
	s.mu.Unlock()
	return nil
}

// Another function may write the variable.
func captured(s *store, ok bool) int {
	n := 0
	set := func() {
		s.mu.Lock()
		n++
		s.mu.Unlock()
	}
	go set()
	s.mu.Lock()
	if ok {
		return n // want `s.mu is still locked .*`
	}
	s.mu.Unlock()
	return 0
}

// The variable may stand for another store by then.
func moved(s *store, ok bool) {
	s.mu.Lock()
	if ok {
		return // want `s.mu is still locked .*`
	}
	s.mu.Unlock()
	s = s.next
	s.mu.Lock()
	s.mu.Unlock()
}

// The name means something else.
func shadowed(s *store, ok bool) error {
	s.mu.Lock()
	if s := s.err; s != nil && ok {
		return nil // want `s.mu is still locked .*`
	}
	s.mu.Unlock()
	return nil
}
