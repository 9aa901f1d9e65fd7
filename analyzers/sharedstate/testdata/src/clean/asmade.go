package clean

import (
	"errors"
	"sync"
	"time"
)

// Until somebody has got what a constructor returns, the goroutine that it starts finds the
// value as it was made.
type bufPool struct {
	mu    sync.Mutex
	cache [][]byte
	timer *time.Timer
}

func newBufPool() *bufPool {
	p := &bufPool{}
	p.timer = time.AfterFunc(time.Second, p.flush)
	return p
}

func (p *bufPool) flush() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cache = p.cache[:len(p.cache)/2]
	if len(p.cache) != 0 {
		p.timer.Reset(time.Second)
	}
}

func (p *bufPool) put(b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cache = append(p.cache, b)
}

// The same where a loop does nothing for as long as there is nothing.
type pages struct {
	mu      sync.Mutex
	free    [][]byte
	least   int
	flusher *time.Timer
}

func newPages(n int) *pages {
	p := &pages{free: make([][]byte, 0, n)}
	p.flusher = time.AfterFunc(time.Second, p.age)
	return p
}

var allPages *pages

func setPages() { allPages = newPages(10) }

func (p *pages) age() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for range p.least {
		p.free = p.free[:len(p.free)-1]
	}
	p.least = len(p.free)
	if len(p.free) != 0 {
		p.flusher.Reset(time.Second)
	}
}

// An option that is not set.
type sink struct {
	verbose bool
	last    string
}

func (s *sink) run(lines []string) {
	for _, l := range lines {
		if s.verbose {
			s.last = l
		}
	}
}

func quietSink(lines []string) string {
	s := &sink{}
	done := make(chan struct{})
	go func() {
		s.run(lines)
		close(done)
	}()
	last := s.last
	<-done
	return last
}

// A loop over one element starts one goroutine.
func onePeer() bool {
	sent := false
	done := make(chan struct{})
	broadcast(func() []string { return []string{"peer"} }, func(string) error { sent = true; close(done); return nil })
	<-done
	return sent
}

func broadcast(peers func() []string, send func(string) error) {
	for _, p := range peers() {
		go func() { _ = send(p) }()
	}
}

// What a called function does behind a type test is not settled by what it asks for beside it.
type symbols struct{ fixed map[*section]bool }

type section struct{ size int }

var errMissing = errors.New("missing")

func (s *symbols) fixup(t any) error {
	if s == nil {
		return nil
	}
	if sec, ok := t.(*section); ok {
		if s.fixed[sec] {
			return nil
		}
		s.fixed[sec] = true
		return errMissing
	}
	return nil
}

func fixAll(s *symbols, types []any) {
	for _, t := range types {
		go func() { _ = s.fixup(t) }()
	}
}
