// Package clean shares nothing without protection.
package clean

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

type agent struct {
	mu      sync.Mutex
	rw      sync.RWMutex
	n       int
	m       map[string]int
	atomic  atomic.Int64
	plain   int64
	running bool
	flag    atomic.Bool
	name    string
	done    chan struct{}
	wg      sync.WaitGroup
	ring    []int
	owner   int
	once    sync.Once
}

// Always under the same lock, wherever it is taken.
func (a *agent) locked() {
	for range 3 {
		go a.inc()
		go func() {
			a.mu.Lock()
			defer a.mu.Unlock()
			a.bumpLocked()
		}()
	}
	a.mu.Lock()
	println(a.n)
	a.mu.Unlock()
}

func (a *agent) inc() {
	a.mu.Lock()
	a.n++
	a.mu.Unlock()
}

func (a *agent) bumpLocked() {
	a.n++
	a.m["x"] = a.n
}

func (a *agent) lock()   { a.rw.Lock() }
func (a *agent) unlock() { a.rw.Unlock() }

func (a *agent) wrapped() {
	for range 3 {
		go func() {
			a.lock()
			defer a.unlock()
			a.m["y"]++
		}()
	}
}

// Written before the go statement only.
func start() *agent {
	a := &agent{}
	a.name = "x"
	a.m = make(map[string]int)
	a.owner = 1
	for range 3 {
		go func() { println(a.name, a.owner) }()
	}
	return a
}

// Each iteration has its own.
func perIteration(items []string) {
	for i, it := range items {
		n := 0
		local := &agent{}
		go func() {
			n++
			it += "x"
			println(it)
			i++
			local.n++
			local.inc()
		}()
	}
	var last *agent
	for range items {
		last = &agent{}
		go last.owned()
	}
}

func (a *agent) owned() { a.owner++ }

func atomics(a *agent) {
	for range 3 {
		go func() {
			a.atomic.Add(1)
			atomic.AddInt64(&a.plain, 1)
		}()
	}
}

// Only one goroutine passes the atomic flag.
func (a *agent) leader() {
	for range 3 {
		go func() {
			if a.flag.CompareAndSwap(false, true) {
				a.name = "leader"
			}
		}()
		go func() {
			if !a.flag.CompareAndSwap(false, true) {
				return
			}
			a.name = "leader"
		}()
	}
}

// Started once, although the call stands in a loop.
func (a *agent) ensure() {
	if a.running {
		return
	}
	a.running = true
	go a.loop()
}

func (a *agent) loop() { a.owner++ }

func (a *agent) events(ch chan int) {
	for range ch {
		a.ensure()
	}
}

// Ordered by Wait, by a channel, by a select that is heard of.
func joined() (int, error) {
	var wg sync.WaitGroup
	n := 0
	wg.Add(1)
	go func() { defer wg.Done(); n++ }()
	wg.Wait()
	n++

	var err error
	done := make(chan struct{})
	go func() { defer close(done); err = context.Canceled }()
	<-done
	return n, err
}

func timeout(ctx context.Context) error {
	var err error
	done := make(chan struct{})
	go func() { err = context.Canceled; close(done) }()
	select {
	case <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func joinedEachTime() {
	var wg sync.WaitGroup
	n := 0
	for range 3 {
		wg.Add(1)
		go func() { defer wg.Done(); n++ }()
		wg.Wait()
	}
}

// Each goroutine has its element.
func elements(items []int) []int {
	out := make([]int, len(items))
	var wg sync.WaitGroup
	for i := range items {
		wg.Go(func() { out[i] = items[i] })
	}
	wg.Wait()
	return out
}

// A channel as a lock.
func token(a *agent) {
	sem := make(chan struct{}, 1)
	for range 3 {
		go func() {
			sem <- struct{}{}
			a.owner++
			<-sem
		}()
	}
}

// One goroutine owns the state, the others ask it.
func owner(reqs chan func()) {
	n := 0
	go func() {
		for range reqs {
			n++
		}
		println(n)
	}()
}

// The second stage hears from the first.
func stages() {
	n := 0
	ch := make(chan int)
	go func() { n = 1; close(ch) }()
	go func() { <-ch; println(n) }()
}

// The loop ends with the start.
func first(ln net.Listener, a *agent) {
	for {
		conn, err := ln.Accept()
		if err != nil {
			continue
		}
		go func() { a.owner++; conn.Close() }()
		return
	}
}

type shard struct {
	mu sync.Mutex
	n  int
}

type sharded struct{ shards []*shard }

func (s *sharded) shard(i int) *shard { return s.shards[i] }

func (s *sharded) run() {
	for i := range 3 {
		go func() {
			sh := s.shard(i)
			sh.mu.Lock()
			defer sh.mu.Unlock()
			sh.n++
		}()
	}
}

func (a *agent) timer() {
	for range 3 {
		time.AfterFunc(time.Second, func() { a.owner = 2 })
	}
}

// By value: each goroutine has a copy.
type small struct{ n int }

func (s small) work() { s.n++ }

func values(s small) {
	for range 3 {
		go s.work()
		go func(s small) { s.n++ }(s)
	}
}

// The write follows the send that the goroutine waits for.
func handOver() {
	n := 0
	ch := make(chan int)
	go func() { <-ch; println(n) }()
	n = 1
	ch <- 1
}

// Deferred in the right order: the lock is still held.
func (a *agent) deferred() {
	for range 3 {
		go func() {
			a.mu.Lock()
			defer func() {
				a.n--
				a.mu.Unlock()
			}()
		}()
	}
}

// The condition's lock.
type queue struct {
	cond  *sync.Cond
	items []int
}

func (q *queue) run() {
	for range 3 {
		go func() {
			q.cond.L.Lock()
			defer q.cond.L.Unlock()
			for len(q.items) == 0 {
				q.cond.Wait()
			}
			q.items = q.items[1:]
		}()
	}
}

// The lock is handed to the goroutine.
func (a *agent) handed() {
	for range 3 {
		a.mu.Lock()
		go func() {
			defer a.mu.Unlock()
			a.n++
		}()
	}
}

// Callers hold the lock: what the function does itself is protected.
type pool struct {
	mu   sync.Mutex
	size int
	idle int
}

func (p *pool) get() {
	p.mu.Lock()
	p.check()
	p.mu.Unlock()
}

func (p *pool) check() {
	for p.size < 3 {
		p.size++
		p.grow()
	}
}

func (p *pool) grow() {
	p.idle++
	go func() {
		p.mu.Lock()
		p.size--
		p.idle--
		p.mu.Unlock()
	}()
	p.idle--
}

// The literal runs under the lock.
func (a *agent) withLock(f func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f()
}

func (a *agent) underLock() {
	a.withLock(func() {
		go a.inc()
		a.n = 3
	})
}

// Ordered through another goroutine: hand tells relay, relay tells the worker.
type relayed struct {
	n       int
	in, out chan int
}

func (r *relayed) relay() {
	for v := range r.in {
		r.out <- v
	}
}

func (r *relayed) start() {
	go r.relay()
	go func() {
		for range r.out {
			println(r.n)
		}
	}()
	r.n = 1
	r.in <- 1
}

// The call that starts the goroutines waits for them.
func forEach(f func()) {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(f)
	}
	wg.Wait()
}

func sum() int {
	var mu sync.Mutex
	n := 0
	forEach(func() {
		mu.Lock()
		n++
		mu.Unlock()
	})
	return n
}

// Only one goroutine calls what writes.
func (a *agent) elected() {
	for range 3 {
		go func() {
			if first := a.flag.CompareAndSwap(false, true); !first {
				return
			}
			a.lead()
		}()
	}
}

func (a *agent) lead() { a.name = "leader" }

type conn struct {
	ch chan int
}

func (c *conn) run() {
	<-c.ch
}

func (c *conn) open() error {
	ch, err := dial()
	if err != nil {
		return err
	}
	c.ch = ch
	go c.run()
	return nil
}

func dial() (chan int, error) { return nil, errors.New("refused") }

// It tries again only when no goroutine was started.
func retry(c *conn) {
	for range 3 {
		err := c.open()
		if err == nil {
			return
		}
	}
}
