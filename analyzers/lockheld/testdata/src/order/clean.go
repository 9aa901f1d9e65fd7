package order

import "sync"

// Always in the same order.
type same struct{ x, y sync.Mutex }

func (s *same) one() {
	s.x.Lock()
	s.y.Lock()
	s.y.Unlock()
	s.x.Unlock()
}

func (s *same) two() {
	s.x.Lock()
	defer s.x.Unlock()
	s.y.Lock()
	defer s.y.Unlock()
}

// Released before the other is taken.
func (s *same) three() {
	s.y.Lock()
	s.y.Unlock()
	s.x.Lock()
	s.x.Unlock()
}

// It does not wait for the second lock.
func (s *same) try() {
	s.y.Lock()
	defer s.y.Unlock()
	if s.x.TryLock() {
		s.x.Unlock()
	}
}

// The first lock is not held in the goroutine.
func (s *same) started() {
	s.y.Lock()
	defer s.y.Unlock()
	go s.one()
	go func() {
		s.x.Lock()
		s.x.Unlock()
	}()
}

// Two nodes: the locks of the one are not those of the other.
type node struct {
	mu       sync.Mutex
	parent   *node
	children []*node
}

func (n *node) up() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.parent.mu.Lock()
	n.parent.mu.Unlock()
}

func (n *node) down() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, c := range n.children {
		c.mu.Lock()
		c.mu.Unlock()
	}
}

func swap(x, y *node) {
	x.mu.Lock()
	y.mu.Lock()
	y.mu.Unlock()
	x.mu.Unlock()
}

// Known gap: that the parent of a child is the one that holds it is not seen.
type parent struct {
	mu       sync.Mutex
	children map[string]*child
}

type child struct {
	mu     sync.Mutex
	parent *parent
}

func (p *parent) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.children {
		c.mu.Lock()
		c.mu.Unlock()
	}
}

func (c *child) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.parent.mu.Lock()
	c.parent.mu.Unlock()
}

// A third lock keeps the two apart.
type gated struct{ gate, x, y sync.Mutex }

func (g *gated) xy() {
	g.gate.Lock()
	defer g.gate.Unlock()
	g.x.Lock()
	g.y.Lock()
	g.y.Unlock()
	g.x.Unlock()
}

func (g *gated) yx() {
	g.gate.Lock()
	defer g.gate.Unlock()
	g.y.Lock()
	g.x.Lock()
	g.x.Unlock()
	g.y.Unlock()
}

// Readers do not wait for readers.
type readers struct{ x, y sync.RWMutex }

func (r *readers) xy() {
	r.x.RLock()
	r.y.RLock()
	r.y.RUnlock()
	r.x.RUnlock()
}

func (r *readers) yx() {
	r.y.RLock()
	r.x.RLock()
	r.x.RUnlock()
	r.y.RUnlock()
}

// A lock of one's own may keep the two apart: it is not followed.
type semaphore struct{ ch chan struct{} }

func (s *semaphore) Lock()   { s.ch <- struct{}{} }
func (s *semaphore) Unlock() { <-s.ch }

type leader struct {
	leading *semaphore
	x, y    sync.Mutex
}

func (l *leader) xy() {
	l.leading.Lock()
	defer l.leading.Unlock()
	l.x.Lock()
	defer l.x.Unlock()
	l.y.Lock()
	defer l.y.Unlock()
}

func (l *leader) yx() {
	l.leading.Lock()
	defer l.leading.Unlock()
	l.y.Lock()
	defer l.y.Unlock()
	l.x.Lock()
	defer l.x.Unlock()
}

// The second lock is taken only if the caller says that it has not got the first.
type queue struct{ x, y sync.Mutex }

func (q *queue) xy(locked bool) {
	q.x.Lock()
	q.drain(1, false)
	q.x.Unlock()
}

func (q *queue) drain(n int, needLock bool) { q.flush(needLock, n) }

func (q *queue) flush(needLock bool, n int) {
	inPlace := n > 0 && needLock
	if inPlace {
		q.y.Lock()
		q.y.Unlock()
	}
	if !needLock {
		return
	}
	q.y.Lock()
	q.y.Unlock()
}

func (q *queue) yx() {
	q.y.Lock()
	q.x.Lock()
	q.x.Unlock()
	q.y.Unlock()
}
