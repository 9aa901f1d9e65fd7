package clean

import "sync"

// What a callee does under a condition is settled by who calls it.
type source interface{ next() int }

type lockedSource struct {
	mu sync.Mutex
	n  int
}

func (s *lockedSource) next() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	return s.n
}

func (s *lockedSource) seed(n int, pos *int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n, *pos = n, 0
}

type random struct {
	src source
	pos int
}

func newRandom(src source) *random { return &random{src: src} }

func (r *random) seed(n int) {
	if s, ok := r.src.(*lockedSource); ok {
		s.seed(n, &r.pos)
		return
	}
	r.pos = 0
}

var shared = newRandom(&lockedSource{})

func seeds() {
	for i := range 10 {
		go shared.seed(i)
	}
}

var lastDump string

type client struct{ dump bool }

func (c *client) do(request string) {
	if c.dump {
		lastDump = request
		return
	}
}

func requests(c *client) {
	for range 10 {
		go func() { c.do("x") }()
	}
}

// A reader is set only for an option that the callers have excluded.
type options struct{ sum *summer }

type summer struct{ r *int }

func (s *summer) set(r *int) { s.r = r }

func get(o *options, r *int) {
	if o.sum != nil {
		o.sum.set(r)
	}
}

func parts(o *options, r *int) {
	for range 3 {
		go func() { get(o, r) }()
	}
}

// keyLock is a lock for each key. It has one of its own, which it does not keep.
type keyLock struct {
	mu    sync.Mutex
	locks map[string]chan struct{}
}

func (l *keyLock) Lock(key string) {
	l.mu.Lock()
	for {
		ch, ok := l.locks[key]
		if !ok {
			break
		}
		l.mu.Unlock()
		<-ch
		l.mu.Lock()
	}
	l.locks[key] = make(chan struct{})
	l.mu.Unlock()
}

func (l *keyLock) Unlock(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.locks[key])
	delete(l.locks, key)
}

func byKey(l *keyLock) {
	n := 0
	for range 10 {
		go func() {
			l.Lock("n")
			n++
			l.Unlock("n")
		}()
	}
}
