// Package leave returns with locks held.
package leave

import (
	"errors"
	"os"
	"sync"
)

type store struct {
	mu    sync.Mutex
	rw    sync.RWMutex
	items map[string]int
}

var errMissing = errors.New("missing")

func (s *store) early(k string) error {
	s.mu.Lock()
	if s.items[k] == 0 {
		return errMissing // want `s.mu is still locked when the function returns here: other paths unlock it`
	}
	s.items[k]++
	s.mu.Unlock()
	return nil
}

func (s *store) loop(keys []string) bool {
	for _, k := range keys {
		s.rw.RLock()
		if s.items[k] == 0 {
			return false // want `s.rw is still locked when the function returns here: .*`
		}
		s.rw.RUnlock()
	}
	return true
}

func (s *store) end(ok bool) {
	s.mu.Lock()
	if ok {
		s.mu.Unlock()
		return
	}
	s.items["x"]++
} // want `s.mu is still locked when the function returns here: .*`

func literal(s *store) func() error {
	return func() error {
		s.mu.Lock()
		if len(s.items) == 0 {
			return errMissing // want `s.mu is still locked .*`
		}
		s.mu.Unlock()
		return nil
	}
}

// Released on every path.
func (s *store) released(k string) error {
	s.mu.Lock()
	if s.items[k] == 0 {
		s.mu.Unlock()
		return errMissing
	}
	s.mu.Unlock()
	return nil
}

func (s *store) deferred(k string) error {
	s.mu.Lock()
	defer func() {
		s.items[k]--
		s.mu.Unlock()
	}()
	if s.items[k] == 0 {
		return errMissing
	}
	s.mu.Unlock()
	s.mu.Lock()
	return nil
}

// The two conditions go together.
func (s *store) correlated(shared bool) {
	if shared {
		s.mu.Lock()
	}
	s.items["x"]++
	if shared {
		s.mu.Unlock()
	}
}

// It does not return.
func (s *store) exits(k string) {
	s.mu.Lock()
	if s.items[k] == 0 {
		os.Exit(1)
	}
	if s.items[k] == 1 {
		panic("one")
	}
	s.mu.Unlock()
}

// Made to return with the lock held: another function releases it.
type cursor struct {
	mu   sync.Mutex
	open bool
}

func (c *cursor) begin() error {
	c.mu.Lock()
	if !c.open {
		c.mu.Unlock()
		return errMissing
	}
	return nil
}

func (c *cursor) end() { c.mu.Unlock() }

// Anyone may unlock these.
type Visible struct {
	sync.Mutex
	Mu sync.Mutex
}

func (v *Visible) Begin(ok bool) bool {
	v.Lock()
	v.Mu.Lock()
	if !ok {
		v.Mu.Unlock()
		v.Unlock()
		return false
	}
	return true
}

// The caller is given the release.
type lease struct{ mu sync.Mutex }

func (l *lease) take(ok bool) (func(), error) {
	l.mu.Lock()
	if !ok {
		l.mu.Unlock()
		return nil, errMissing
	}
	return l.mu.Unlock, nil
}

// The release is deferred before the lock is taken.
func (s *store) before() int {
	defer s.mu.Unlock()
	s.mu.Lock()
	return len(s.items)
}

func (s *store) callsBefore() int { return s.before() + s.before() }

// Taken again behind a deferred release.
func (s *store) again(ok bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ok {
		s.mu.Unlock()
		s.mu.Lock()
		return errMissing
	}
	return nil
}

// The goroutine gets the lock, and takes it again later.
type conn struct{ mu sync.Mutex }

func (c *conn) connect(ok bool) {
	c.mu.Lock()
	if !ok {
		c.mu.Unlock()
		return
	}
	go c.resetAndUnlock()
}

func (c *conn) resetAndUnlock() {
	c.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
}

// A constant says that it does not return here.
func (s *store) never() {
	s.mu.Lock()
	if false {
		return
	}
	s.mu.Unlock()
}

// The next round waits for this one.
func (s *store) rounds(keys []string, retry bool) {
	for _, k := range keys {
		s.mu.Lock()
		if s.items[k] == 0 {
			continue // want `s.mu is still locked when the loop goes on here, and the next round locks it again: it can never be granted`
		}
		s.mu.Unlock()
	}
	for {
		s.mu.Lock()
		switch {
		case retry:
			continue // want `s.mu is still locked when the loop goes on here, .*`
		}
		s.mu.Unlock()
		break
	}
}

// What comes next is not the lock, or the lock is not left.
func (s *store) otherRounds(keys []string, held bool) {
	for _, k := range keys {
		if !held {
			s.mu.Lock()
			held = true
		}
		if s.items[k] == 0 {
			continue
		}
	}
	s.mu.Unlock()
	for _, k := range keys {
		s.mu.Lock()
		if s.items[k] == 0 {
			s.mu.Unlock()
			continue
		}
		s.items[k]++
		s.mu.Unlock()
	}
	for range keys {
		s.mu.Lock()
		if held {
			s.mu.Unlock()
			s.mu.Lock()
			break
		}
		s.mu.Unlock()
	}
}

// It gives up.
func (s *store) tries(keys []string) {
	for _, k := range keys {
		if s.mu.TryLock() {
			if s.items[k] == 0 {
				continue
			}
			s.mu.Unlock()
		}
	}
}
