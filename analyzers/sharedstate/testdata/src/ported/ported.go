// Package ported waits by marks, and plain goroutines call it.
package ported

import (
	"context"
	"sync"

	"aio"
)

type sender struct {
	mu      aio.RWMutex
	running bool
	closed  int
	stop    chan chan error
}

func (s *sender) Close() error {
	co, leave := aio.Enter(context.Background())
	defer leave()
	return s.CloseCo(co)
}

func (s *sender) CloseCo(co aio.Context) error {
	s.closed++ // want `s.closed is written by several instances of one goroutine at once without a lock`
	s.mu.Lock(co)
	defer s.mu.Unlock()
	if !s.running {
		return nil
	}
	done := make(chan error)
	s.running = false
	aio.Send(co, s.stop, done)
	return aio.Recv(co, done)
}

func closeAll(s *sender) {
	var wg sync.WaitGroup
	for range 10 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s.Close()
		}()
	}
	wg.Wait()
}

// handOver orders a write and a read by the marks of a channel.
func handOver(co aio.Context) int {
	n := 0
	done := make(chan bool)
	go func() {
		co, leave := aio.Enter(context.Background())
		defer leave()
		n = 1
		aio.Send(co, done, true)
	}()
	aio.Recv(co, done)
	return n
}

var _ = []any{closeAll, handOver}
