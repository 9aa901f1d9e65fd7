// Package racy shares state between goroutines without protection.
package racy

import (
	"errors"
	"net"
	"net/http"
	"sync"
	"time"
)

type stats struct{ polls, errors int }

type agent struct {
	stats  stats
	polls  int
	byName map[string]int
	last   string
	list   []int
	mu     sync.Mutex
	other  sync.Mutex
	wg     sync.WaitGroup
	half   int
	split  int
}

func (a *agent) runWorkers(n int) {
	for i := 0; i < n; i++ {
		a.wg.Add(1)
		go a.worker()
	}
	a.wg.Wait()
}

func (a *agent) worker() {
	defer a.wg.Done()
	a.stats.polls++ // want `a.stats.polls is written by several instances of one goroutine at once without a lock`
	a.deeper()
}

func (a *agent) deeper() { a.count("x") }

func (a *agent) count(name string) {
	a.byName[name]++ // want `a.byName \(a map\) is written by several instances of one goroutine at once without a lock`
}

func (a *agent) perMeter(meters []string) {
	var wg sync.WaitGroup
	total := 0
	for _, m := range meters {
		wg.Add(1)
		go func() {
			defer wg.Done()
			a.last = m                 // want `a.last is written by several instances of one goroutine at once without a lock`
			a.list = append(a.list, 1) // want `a.list is written by several instances .*`
			total++                    // want `total is written by several instances .*`
		}()
	}
	wg.Wait()
	println(total)
}

type server struct {
	conns int
	hits  int
	reads int
	mu    sync.Mutex
	seen  map[string]bool
}

func (s *server) serve(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		go s.handle(conn)
	}
}

func (s *server) handle(conn net.Conn) {
	s.conns++ // want `s.conns is written by several instances of one goroutine at once without a lock`
	defer func() {
		s.mu.Lock()
		s.mu.Unlock()
		conn.Close()
	}()
	s.remember(conn)
}

func (s *server) remember(conn net.Conn) {
	if s.seen[conn.RemoteAddr().String()] {
		return
	}
	s.seen[conn.RemoteAddr().String()] = true // want `s.seen \(a map\) is written .*`
}

func (s *server) routes(mux *http.ServeMux) {
	mux.HandleFunc("/", s.index)
}

func (s *server) index(w http.ResponseWriter, r *http.Request) {
	s.hits++ // want `s.hits is written by several instances of one goroutine at once without a lock`
}

func twoGoroutines() {
	n := 0
	go func() { n = 1 }() // want `n is written by two goroutines at once without a common lock`
	go func() { n = 2 }()
	time.Sleep(time.Second)
	println(n)
}

func withStarter() int {
	x := 0
	go func() {
		x = 1 // want `x is written while another goroutine reads it, without a common lock`
	}()
	return x
}

// One side locks, the other does not.
func (a *agent) halfLocked() {
	go func() {
		for {
			a.mu.Lock()
			a.half++
			a.mu.Unlock()
		}
	}()
	go func() {
		println(a.half) // want `a.half is read while another goroutine writes it, without a common lock`
	}()
}

// Each side has its own lock.
func (a *agent) twoLocks() {
	go func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.split++ // want `a.split is written by two goroutines at once without a common lock`
	}()
	go func() {
		a.other.Lock()
		defer a.other.Unlock()
		a.split++
	}()
}

// A wrapper starts the function that it is given.
type runner struct {
	n  int
	wg sync.WaitGroup
}

func (r *runner) spawn(f func()) {
	r.wg.Add(1)
	go func() {
		defer r.wg.Done()
		f()
	}()
}

func (r *runner) run() {
	for range 3 {
		r.spawn(func() {
			r.n++ // want `r.n is written by several instances of one goroutine at once without a lock`
		})
	}
}

func poolWorkers(jobs chan int) {
	s := &server{}
	for range 4 {
		go func() {
			for j := range jobs {
				s.reads += j // want `s.reads is written by several instances .*`
			}
		}()
	}
}

func groupGo() {
	var wg sync.WaitGroup
	n := 0
	for range 3 {
		wg.Go(func() { n++ }) // want `n is written by several instances .*`
	}
	wg.Wait()
	println(n)
}

var global int

func useGlobal() {
	for range 3 {
		go touch()
	}
}

func touch() {
	global++ // want `global is written by several instances .*`
}

// One caller holds the lock, the other does not.
type pool struct {
	mu   sync.Mutex
	size int
}

func (p *pool) locked() {
	p.mu.Lock()
	p.grow()
	p.size++
	p.mu.Unlock()
}

func (p *pool) unlocked() {
	p.grow()
	p.size++ // want `p.size is written by two goroutines at once without a common lock`
}

func (p *pool) grow() {
	go func() {
		p.mu.Lock()
		p.size--
		p.mu.Unlock()
	}()
}

type client struct {
	ch chan int
}

func (c *client) run() {
	<-c.ch
}

func (c *client) open(ch chan int) error {
	if ch == nil {
		return errors.New("no channel")
	}
	c.ch = ch // want `c.ch is written while another goroutine reads it, .*`
	go c.run()
	return nil
}

// After success it opens once more.
func again(c *client, all [2]chan int) {
	for _, ch := range all {
		err := c.open(ch)
		if err != nil {
			return
		}
	}
}
