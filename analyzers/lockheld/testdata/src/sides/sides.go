// Package sides waits with locks for goroutines of its own and for those of its users.
package sides

import (
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"go.etcd.io/bbolt"
)

// Loop answers its methods in a goroutine that needs no lock.
type Loop struct {
	mu      sync.Mutex
	running bool
	add     chan int
	asks    chan chan int
	stop    chan struct{}
	stopped chan struct{}
}

func (l *Loop) Running() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.running
}

func (l *Loop) Add(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.add <- n
}

func (l *Loop) Sum() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	answer := make(chan int)
	l.asks <- answer
	return <-answer
}

func (l *Loop) Stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.stop)
	<-l.stopped
}

func (l *Loop) run() {
	defer close(l.stopped)
	sum := 0
	for {
		select {
		case n := <-l.add:
			sum += n
		case ask := <-l.asks:
			ask <- sum
		case <-l.stop:
			return
		}
	}
}

// Pool waits for workers that need its lock.
type Pool struct {
	mu   sync.Mutex
	wg   sync.WaitGroup
	done int
	jobs chan func()
}

func (p *Pool) Start() {
	p.wg.Add(1)
	go p.work()
	p.wg.Go(func() { p.count() })
}

func (p *Pool) work() {
	defer p.wg.Done()
	for job := range p.jobs {
		job()
		p.count()
	}
}

func (p *Pool) count() {
	p.mu.Lock()
	p.done++
	p.mu.Unlock()
}

func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.jobs)
	p.wg.Wait() // want `p.mu is held across a yield \(wait\): .*`
}

// Late takes the lock only when it has answered.
type Late struct {
	mu    sync.Mutex
	ready chan bool
	n     int
}

func (l *Late) run() {
	l.ready <- true
	l.mu.Lock()
	l.n++
	l.mu.Unlock()
}

func (l *Late) Start() {
	l.mu.Lock()
	defer l.mu.Unlock()
	go l.run()
	<-l.ready
}

// Bus sends to whoever has subscribed, who may be about to unsubscribe.
type Bus struct {
	mu   sync.Mutex
	subs []chan string
	Errs chan error
}

func (b *Bus) Subscribe(ch chan string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subs = append(b.subs, ch)
}

func (b *Bus) Publish(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, ch := range b.subs {
		ch <- text // want `b.mu is held across a yield \(chan\): channel send`
	}
}

func (b *Bus) Fail(err error, done chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	select { // want `b.mu is held across a yield \(select\): select`
	case b.Errs <- err:
	case <-done:
	}
}

// Each lends its channel for one call, and reads meanwhile.
func (b *Bus) Each(out chan<- int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.subs {
		out <- i
	}
}

// Throttle takes a token that whoever has one puts back.
type Throttle struct {
	mu     sync.Mutex
	tokens chan struct{}
	taken  int
}

func NewThrottle(tokens chan struct{}) *Throttle { return &Throttle{tokens: tokens} }

func (t *Throttle) Take() {
	t.mu.Lock()
	defer t.mu.Unlock()
	<-t.tokens
	t.taken++
}

func (t *Throttle) Taken() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.taken
}

// consumers wait for goroutines that deliver to users.
type Consumers struct {
	sync.WaitGroup
	mu    sync.Mutex
	chans map[string]chan int
}

func (c *Consumers) Add(tag string, to chan int, from chan int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.chans[tag] = from
	c.WaitGroup.Add(1)
	go c.deliver(from, to)
}

func (c *Consumers) deliver(from, to chan int) {
	defer c.Done()
	for n := range from {
		to <- n
	}
}

func (c *Consumers) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, ch := range c.chans {
		close(ch)
	}
	c.Wait() // want `c.mu is held across a yield \(wait\): .*`
}

// status is asked for while a retry sleeps, and backoff only by those who sleep.
type status struct {
	mu, backoff sync.Mutex
	tries       int
}

func (s *status) retry(f func() bool, done chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !f() {
		s.tries++
		time.Sleep(time.Second)
		select { // want `s.mu is held across a yield \(select\): select`
		case <-time.After(time.Second):
		case <-done:
			return
		}
	}
}

func (s *status) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tries
}

func (s *status) pause() {
	s.backoff.Lock()
	time.Sleep(time.Second)
	s.backoff.Unlock()
}

// Both sections are of one function.
func (s *status) twice(again bool) {
	var mu sync.Mutex
	mu.Lock()
	if again {
		mu.Unlock()
		mu.Lock()
	}
	time.Sleep(time.Second)
	mu.Unlock()
}

// Known gap: the goroutine that is waited for runs code of users, which may need the lock.
type Checker struct {
	mu    sync.Mutex
	check func() error
	up    bool
}

func (c *Checker) Check() {
	c.mu.Lock()
	defer c.mu.Unlock()
	errs := make(chan error)
	go func() { errs <- c.check() }()
	c.up = <-errs == nil
}

func (c *Checker) Up() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.up
}

// A short answer goes into a buffer; a request waits for a peer.
func (s *status) serve(w http.ResponseWriter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Write([]byte("ok"))
	http.Get("https://example.com") // want `s.mu is held across a yield \(net\): net/http.Get`
}

// Only writers wait for who holds the lock for reading.
type routes struct {
	mu   sync.RWMutex
	hops int
}

func (r *routes) ask() {
	r.mu.RLock()
	defer r.mu.RUnlock()
	http.Get("https://example.com")
}

func (r *routes) learn() {
	r.mu.Lock()
	defer r.mu.Unlock()
	http.Get("https://example.com") // want `r.mu is held across a yield \(net\): net/http.Get`
}

func (r *routes) set(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hops = n
}

// The lock stands beside the connection that another package reads from.
type stream struct {
	mu   sync.Mutex
	conn net.Conn
	n    int
}

func (s *stream) next(b []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	io.ReadFull(s.conn, b)
}

func (s *stream) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n
}

// A sleep that stands beside the lock is one that the others wait for, too.
func (s *status) slow() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tries = 0
	time.Sleep(time.Second) // want `s.mu is held across a yield \(sleep\): time.Sleep`
}

// The pause of a callee is rarely made.
func (s *status) save(f func() bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write(f)
}

func (s *status) write(f func() bool) {
	for !f() {
		time.Sleep(time.Second)
	}
}

// Who takes part under the lock has had it before anybody waits for him.
type segments struct {
	mu      sync.Mutex
	writes  sync.WaitGroup
	waiters []chan error
	late    []chan error
	closed  bool
}

func (s *segments) Write() {
	s.mu.Lock()
	s.writes.Add(1)
	s.mu.Unlock()
	defer s.writes.Done()
	time.Sleep(time.Second)
}

func (s *segments) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes.Wait()
	for _, w := range s.waiters {
		w <- nil
	}
}

func (s *segments) fetch() error {
	s.mu.Lock()
	answer := make(chan error)
	s.waiters = append(s.waiters, answer)
	s.mu.Unlock()
	return <-answer
}

// Here the lock is needed once more after that.
func (s *segments) fetchLater() error {
	answer := make(chan error)
	s.mu.Lock()
	s.late = append(s.late, answer)
	s.mu.Unlock()
	s.mu.Lock()
	s.closed = false
	s.mu.Unlock()
	return <-answer
}

func (s *segments) giveUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.late {
		w <- nil // want `s.mu is held across a yield \(chan\): .*`
	}
}

// Who waits has told the other one to leave the lock alone.
type bases struct {
	mu     sync.Mutex
	exit   bool
	open   map[string]int
	closed sync.WaitGroup
}

func (b *bases) run(name string) {
	defer b.closed.Done()
	if !b.exit {
		b.mu.Lock()
		delete(b.open, name)
		b.mu.Unlock()
	}
}

func (b *bases) exitAll() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.exit = true
	b.closed.Wait()
}

func (b *bases) stopAll() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed.Wait() // want `b.mu is held across a yield \(wait\): .*`
}

// Who opens a database in a file may have to wait for another process; who closes it does not.
type store struct {
	mu   sync.Mutex
	refs int
}

func (s *store) open() *bbolt.DB {
	s.mu.Lock()
	defer s.mu.Unlock()
	db, _ := bbolt.Open("x") // want `s.mu is held across a yield \(db\): bbolt.Open`
	return db
}

func (s *store) shut(db *bbolt.DB) {
	s.mu.Lock()
	defer s.mu.Unlock()
	db.Close()
}

func (s *store) ref() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refs++
}
