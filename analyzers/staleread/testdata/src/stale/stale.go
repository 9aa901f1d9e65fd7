// Package stale goes by what was true before a yield.
package stale

import (
	"net/http"
	"time"

	"aio"
)

func audit(co aio.Context, what string) { aio.Sleep(co, time.Second) }

func load(co aio.Context, key string) (string, error) {
	aio.Sleep(co, time.Second)
	return key, nil
}

// account is used by the tasks that simulate starts.
type account struct {
	balance int
	limit   int
}

func (a *account) withdraw(co aio.Context, x int) bool {
	if a.balance < x {
		return false
	}
	audit(co, "withdraw")
	a.balance -= x // want `a.balance is changed on a condition that was checked before a yield \(.*audit -> .*aio.Sleep\): \(\*account\).deposit may have changed it meanwhile`
	return true
}

func (a *account) deposit(co aio.Context, x int) {
	b := a.balance
	aio.Sleep(co, 1)
	a.balance = b + x // want `a.balance gets a value that goes by what it was before a yield \(.*aio.Sleep\): \(\*account\).withdraw may .*`
}

func (a *account) raise(co aio.Context) {
	next := a.limit + 1
	doubled := next * 2
	audit(co, "raise")
	a.limit = doubled // want `a.limit gets a value .*`
}

func simulate(co aio.Context) {
	a := &account{}
	g, co := aio.NewGroup(co)
	for range 10 {
		g.Go(co, func(co aio.Context) error {
			a.withdraw(co, 1)
			return nil
		})
		g.Go(co, func(co aio.Context) error {
			a.deposit(co, 1)
			a.raise(co)
			return nil
		})
	}
	g.Wait(co)
}

// Sessions is safe for concurrent use.
type Sessions struct {
	open  map[string]*session
	list  []*session
	max   int
	n     int
	ready bool
}

type session struct{ used int }

func newSession(co aio.Context, k string) *session {
	aio.Sleep(co, 1)
	return &session{}
}

// Get makes two sessions when two tasks ask at the same time.
func (s *Sessions) Get(co aio.Context, k string) *session {
	if x, ok := s.open[k]; ok {
		return x
	}
	x := newSession(co, k)
	s.open[k] = x // want `s.open\[k\] is changed on a condition .*: .* may have changed it meanwhile`
	return x
}

func (s *Sessions) Add(co aio.Context, x *session) bool {
	if s.n < s.max {
		audit(co, "add")
		s.n++ // want `s.n is changed on a condition .*: \(\*Sessions\).Close may .*`
	}
	if len(s.open) >= s.max {
		return false
	}
	audit(co, "open")
	s.open["x"] = x // want `s.open\["x"\] is changed on a condition .*`
	return true
}

func (s *Sessions) Append(co aio.Context, x *session) {
	list := s.list
	audit(co, "append")
	s.list = append(list, x) // want `s.list gets a value .*`
}

func (s *Sessions) Init(co aio.Context) {
	if s.ready {
		return
	}
	audit(co, "init")
	s.ready = true // want `s.ready is changed on a condition .*`
}

func (s *Sessions) Close(co aio.Context, k string) {
	switch s.n {
	case 0:
		audit(co, "close")
		s.n = 1 // want `s.n is changed on a condition .*`
	}
	for range s.open { // want `s.open is ranged over across a yield .*`
		audit(co, "close one")
	}
	s.open = nil
	s.list = nil
}

func (s *Sessions) Touch(co aio.Context) {
	for i := range s.list {
		audit(co, "touch")
		s.list[i].used++ // want `s.list is indexed by what was true before a yield .*`
	}
	last := len(s.list) - 1
	audit(co, "last")
	_ = s.list[last] // want `s.list is indexed by what was true before a yield .*`
}

// Captured by tasks that run at the same time.
func sum(co aio.Context, parts []int) int {
	total := 0
	g, co := aio.NewGroup(co)
	for _, p := range parts {
		g.Go(co, func(co aio.Context) error {
			t := total
			audit(co, "sum")
			total = t + p // want `total gets a value .*: another task of the same kind may have changed it meanwhile`
			return nil
		})
	}
	g.Wait(co)
	return total
}

// The starter goes on beside the task that it started.
func beside(co aio.Context) int {
	n := 0
	aio.Spawn(co, func(co aio.Context) { n++ })
	old := n
	audit(co, "beside")
	n = old + 1 // want `n gets a value .*: a function literal in beside may have changed it meanwhile`
	return n
}

var sequence int

// Next is called by anyone.
func Next(co aio.Context) int {
	n := sequence
	audit(co, "next")
	sequence = n + 1 // want `sequence gets a value .*: another call of Next .*`
	return n
}

type handler struct {
	hits int
	last *http.Request
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.serve(nil) }

func (h *handler) serve(co aio.Context) {
	hits := h.hits
	audit(co, "hit")
	h.hits = hits + 1 // want `h.hits gets a value .*`
}

// A range over a channel yields.
func (h *handler) count(co aio.Context, ch chan int) {
	n := h.hits
	for range aio.Range(co, ch) {
		n++
	}
	h.hits = n // want `h.hits gets a value .*: \(\*handler\).serve may .*`
}

// The check looked at a value that was stale already.
func (s *Sessions) Late(co aio.Context) {
	n := s.n
	audit(co, "late")
	if n < 10 {
		s.n++ // want `s.n is changed on a condition .*`
	}
}

// The lock is not held from the read to the write.
type box struct {
	mu aio.Mutex
	n  int
}

func (b *box) Bump(co aio.Context) {
	b.mu.Lock(co)
	n := b.n
	b.mu.Unlock()
	audit(co, "bump")
	b.mu.Lock(co)
	b.n = n + 1 // want `b.n gets a value .*`
	b.mu.Unlock()
}
