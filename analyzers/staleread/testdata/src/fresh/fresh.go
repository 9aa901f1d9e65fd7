// Package fresh goes by what it knows.
package fresh

import (
	"net/http"
	"sync"
	"time"

	"aio"
)

func audit(co aio.Context, what string) { aio.Sleep(co, time.Second) }

// plain takes a Context and never yields.
func plain(co aio.Context) int { return 1 }

func load(co aio.Context, key string) (string, error) {
	aio.Sleep(co, time.Second)
	return key, nil
}

// Store is safe for concurrent use.
type Store struct {
	mu     aio.Mutex
	short  sync.Mutex
	once   aio.Once
	n, max int
	state  int
	closed bool
	items  []int
	parts  []int
	cache  map[string]string
	conns  map[string]*conn
	err    error
	config string
	own    int
}

type conn struct{}

// Claimed before the yield.
func (s *Store) Claim(co aio.Context) bool {
	if s.n >= s.max {
		return false
	}
	s.n++
	audit(co, "claim")
	s.n--
	return true
}

func (s *Store) Close(co aio.Context) {
	if s.closed {
		return
	}
	s.closed = true
	audit(co, "close")
}

func (s *Store) States(co aio.Context) {
	if s.state == 0 {
		s.state = 1
		audit(co, "work")
		s.state = 2
	}
}

// Looked at again after the yield.
func (s *Store) Again(co aio.Context) {
	n := s.n
	audit(co, "again")
	if s.n != n {
		return
	}
	s.n = n + 1
}

func (s *Store) Loop(co aio.Context) {
	for s.n >= s.max {
		audit(co, "wait")
	}
	s.n++
}

// The lock is held from the read to the write.
func (s *Store) Locked(co aio.Context) {
	s.mu.Lock(co)
	defer s.mu.Unlock()
	n := s.n
	audit(co, "locked")
	s.n = n + 1
	s.inside(co)
	for range s.cache {
		audit(co, "range")
	}
}

func (s *Store) inside(co aio.Context) {
	if s.n < s.max {
		audit(co, "inside")
		s.n++
	}
}

func (s *Store) addLocked(co aio.Context) {
	n := s.n
	audit(co, "add")
	s.n = n + 1
}

// No yield between the two, though a Context is passed.
func (s *Store) NoYield(co aio.Context) {
	if s.n < s.max {
		plain(co)
		s.n++
	}
	n := s.n
	co, cancel := aio.WithCancel(co)
	defer cancel()
	aio.Spawn(co, func(co aio.Context) {})
	s.n = n + 1
	audit(co, "after")
}

// Plain data that anyone may fill in.
func (s *Store) Lookup(co aio.Context, k string) (string, error) {
	if v, ok := s.cache[k]; ok {
		return v, nil
	}
	v, err := load(co, k)
	if err != nil {
		return "", err
	}
	s.cache[k] = v
	return v, nil
}

func (s *Store) Config(co aio.Context) string {
	if s.config == "" {
		s.config, _ = load(co, "config")
	}
	return s.config
}

func (s *Store) Sticky(co aio.Context) error {
	if s.err != nil {
		return s.err
	}
	_, s.err = load(co, "x")
	return s.err
}

// The update goes by the value of now, and no condition led to it.
func (s *Store) Count(co aio.Context) {
	if s.n > 3 {
		audit(co, "many")
	}
	s.n++
	v, _ := load(co, "x")
	s.items = append(s.items, len(v))
	s.cache["x"] = v
}

// The order of operands is open.
func (s *Store) Operand(co aio.Context) { s.n = s.n + sleepy(co) }

func sleepy(co aio.Context) int { aio.Sleep(co, 1); return 1 }

// Run once.
func (s *Store) Warm(co aio.Context) {
	s.once.Do(co, func() {
		n := s.n
		audit(co, "warm")
		s.n = n + 1
	})
}

// Other elements may come: the index stays good while elements are only appended.
func (s *Store) Walk(co aio.Context) {
	for i := range s.items {
		audit(co, "walk")
		_ = s.items[i]
	}
}

// The loop ends at the yield.
func (s *Store) First(co aio.Context) {
	for k := range s.cache {
		audit(co, k)
		return
	}
}

// reader belongs to one task: nothing says that it is shared.
type reader struct {
	buf []byte
	n   int
}

func (r *reader) Next(co aio.Context) int {
	if r.n == 0 {
		audit(co, "fill")
		r.n = 10
	}
	n := r.n
	audit(co, "next")
	r.n = n - 1
	return r.n
}

func (r *reader) Reset() { r.n = 0 }

// Each task has a reader of its own.
func readers(co aio.Context, g *aio.Group) {
	for range 3 {
		r := &reader{}
		g.Go(co, func(co aio.Context) error {
			r.Next(co)
			return nil
		})
	}
}

// loop is the only one who uses s.own.
func (s *Store) Start(co aio.Context) {
	s.own = 0
	aio.Spawn(co, s.loop)
}

func (s *Store) loop(co aio.Context) {
	for {
		own := s.own
		audit(co, "loop")
		s.own = own + 1
	}
}

// The task is over when the value is read.
func over(co aio.Context) int {
	n := 0
	f := aio.Go(co, func(co aio.Context) (int, error) { n++; return n, nil })
	f.Await(co)
	old := n
	audit(co, "over")
	n = old + 1
	return n
}

// The value is made here.
func local(co aio.Context) *Store {
	s := &Store{max: 1}
	if s.n < s.max {
		audit(co, "local")
		s.n++
	}
	return s
}

// Known gap: the state is behind methods.
func (s *Store) has(k string) bool     { return s.conns[k] != nil }
func (s *Store) put(k string, c *conn) { s.conns[k] = c }
func (s *Store) Dial(co aio.Context, k string) {
	if !s.has(k) {
		audit(co, "dial")
		s.put(k, &conn{})
	}
}

// What a call that yields returns comes from elsewhere.
func (s *Store) Refresh(co aio.Context) {
	old := s.config
	v, err := load(co, old)
	if err == nil {
		s.config = v
	}
	s.config, _ = load(co, s.config)
}

// Started once: nobody calls it again while it starts.
type poller struct {
	mu  sync.Mutex
	tag string
}

func (p *poller) Start(co aio.Context) {
	p.poll(co)
	aio.Spawn(co, func(co aio.Context) { p.poll(co) })
}

func (p *poller) poll(co aio.Context) {
	tag := p.tag
	audit(co, "poll")
	p.tag = tag + "x"
}

// Known gap: what a call makes of a value that it is given.
func (s *Store) Trim(co aio.Context) { s.parts = trim(co, s.parts) }

func trim(co aio.Context, items []int) []int {
	audit(co, "trim")
	return items[1:]
}

// A request is the caller's own: other requests do not matter.
func (s *Store) Send(co aio.Context, req *http.Request) {
	if req.Body != nil {
		audit(co, "send")
		req.Body = nil
	}
}

func (s *Store) Reset(req *http.Request) { req.Body = nil }

// A writer for each message: Begin fills in one that the caller has just made.
type message struct {
	mu  sync.Mutex
	pos int
}

func begin(m *message) { m.pos = 1 }

func (s *Store) Message(co aio.Context) *message {
	var m message
	begin(&m)
	return &m
}

func (m *message) flush(co aio.Context) {
	if m.pos > 1 {
		audit(co, "flush")
		m.pos = 1
	}
}

func (m *message) Write(co aio.Context) { aio.Spawn(co, func(co aio.Context) { m.flush(co) }) }

// Each request has a message of its own.
func (h *messages) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.write(nil) }

type messages struct{}

func (h *messages) write(co aio.Context) {
	var m message
	begin(&m)
	m.flush(co)
}
