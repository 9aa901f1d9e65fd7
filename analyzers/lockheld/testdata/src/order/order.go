// Package order takes locks in one order here and in another there.
package order

import (
	"sync"

	"aio"
)

type bank struct {
	accounts sync.Mutex
	journal  sync.Mutex
	audit    sync.RWMutex
}

func (b *bank) pay() {
	b.accounts.Lock()
	defer b.accounts.Unlock()
	b.journal.Lock() // want `b.journal is taken while b.accounts is held, and \(\*bank\).replay takes b.journal and b.accounts the other way round: each may wait for the other`
	defer b.journal.Unlock()
}

func (b *bank) replay() {
	b.journal.Lock()
	defer b.journal.Unlock()
	b.accounts.Lock()
	defer b.accounts.Unlock()
}

// Through calls.
type cache struct {
	mu    sync.Mutex
	stats struct {
		mu sync.Mutex
		n  int
	}
}

func (c *cache) count() {
	c.stats.mu.Lock()
	c.stats.n++
	c.stats.mu.Unlock()
}

func (c *cache) note() { c.count() }

func (c *cache) get() {
	c.mu.Lock()
	c.note() // want `c.stats.mu is taken while c.mu is held, and \(\*cache\).report takes s.stats.mu and s.mu the other way round: .*`
	c.mu.Unlock()
}

func (s *cache) report() {
	s.stats.mu.Lock()
	defer s.stats.mu.Unlock()
	s.mu.Lock()
	s.mu.Unlock()
}

// Package variables, and a cycle of three.
var a, b, c sync.Mutex

func ab() {
	a.Lock()
	b.Lock() // want `b is taken while a is held, which closes a cycle of 3 locks: each may wait for the next`
	b.Unlock()
	a.Unlock()
}

func bc() {
	b.Lock()
	c.Lock()
	c.Unlock()
	b.Unlock()
}

func ca() {
	c.Lock()
	a.Lock()
	a.Unlock()
	c.Unlock()
}

// A package variable and a field.
var registry sync.Mutex

type entry struct{ mu sync.Mutex }

func (e *entry) drop() {
	e.mu.Lock()
	defer e.mu.Unlock()
	registry.Lock() // want `registry is taken while e.mu is held, and sweep takes registry and e.mu the other way round: .*`
	registry.Unlock()
}

func sweep(list []*entry) {
	registry.Lock()
	defer registry.Unlock()
	for _, e := range list {
		e.mu.Lock()
		e.mu.Unlock()
	}
}

// Awaitable locks wait for each other as well.
type tasks struct{ one, two aio.Mutex }

func (t *tasks) forth(co aio.Context) {
	t.one.Lock(co)
	t.two.Lock(co) // want `t.two is taken while t.one is held, .*`
	t.two.Unlock()
	t.one.Unlock()
}

func (t *tasks) back(co aio.Context) {
	t.two.Lock(co)
	t.one.Lock(co)
	t.one.Unlock()
	t.two.Unlock()
}

func (t *tasks) again(co aio.Context, ch chan int) {
	t.one.Lock(co)
	aio.Recv(co, ch) // made for it
	t.one.Lock(co)   // want `t.one is locked again while it is held: it can never be granted`
	t.one.Unlock()
}

// One reads, but the other order has a writer.
type mixed struct{ x, y sync.RWMutex }

func (m *mixed) xy() {
	m.x.RLock()
	m.y.Lock() // want `m.y is taken while m.x is held, .*`
	m.y.Unlock()
	m.x.RUnlock()
}

func (m *mixed) yx() {
	m.y.RLock()
	m.x.Lock()
	m.x.Unlock()
	m.y.RUnlock()
}

// The argument says that the second lock is taken, or does not say.
type switched struct{ x, y sync.Mutex }

func (s *switched) yes() {
	s.x.Lock()
	s.maybe(true) // want `s.y is taken while s.x is held, and \(\*switched\).yx takes s.y and s.x the other way round: .*`
	s.x.Unlock()
}

func (s *switched) maybe(needLock bool) {
	if needLock {
		s.y.Lock()
		s.y.Unlock()
	}
}

func (s *switched) yx() {
	s.y.Lock()
	s.x.Lock()
	s.x.Unlock()
	s.y.Unlock()
}

type assigned struct{ x, y sync.Mutex }

func (s *assigned) xy(n int) {
	s.x.Lock()
	s.maybe(false, n) // want `s.y is taken while s.x is held, and .*`
	s.x.Unlock()
}

func (s *assigned) maybe(needLock bool, n int) {
	if n > 1 {
		needLock = true
	}
	if needLock {
		s.y.Lock()
		s.y.Unlock()
	}
}

func (s *assigned) yx() {
	s.y.Lock()
	s.x.Lock()
	s.x.Unlock()
	s.y.Unlock()
}
