// Package mended returns with locks held, and can be mended.
package mended

import (
	"errors"
	"fmt"
	"io"
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
		return errMissing // want `s.mu is still locked when the function returns here: .*`
	}
	s.items[k]++
	s.mu.Unlock()
	return nil
}

func (s *store) loop(keys []string) (int, error) {
	for i, k := range keys {
		s.rw.RLock()
		switch n := s.items[k]; n {
		case 0:
			// Nothing there.
			return i, fmt.Errorf("%s: %d", k, n) // want `s.rw is still locked .*`
		case 1:
			return 0, io.EOF // want `s.rw is still locked .*`
		}
		s.rw.RUnlock()
	}
	return 0, nil
}

func (s *store) end(ok bool) {
	s.mu.Lock()
	if ok {
		s.mu.Unlock()
		return
	}
	s.items["x"]++
} // want `s.mu is still locked .*`

var global sync.Mutex

func variable(n int) int {
	global.Lock()
	m := n + 1
	if n == 0 {
		return m // want `global is still locked .*`
	}
	global.Unlock()
	return 0
}

func (s *store) rounds(keys []string) {
	for _, k := range keys {
		s.mu.Lock()
		if s.items[k] == 0 {
			continue // want `s.mu is still locked when the loop goes on here, .*`
		}
		s.mu.Unlock()
	}
}
