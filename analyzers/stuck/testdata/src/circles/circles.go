// Package circles has goroutines that wait for each other, or for what nobody does.
package circles

import (
	"context"
	"sync"
)

type server struct {
	mu   sync.Mutex
	jobs chan int
}

func newServer() *server { return &server{jobs: make(chan int)} }

func (s *server) put(v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jobs <- v // want `this send on s.jobs: nobody is left who could receive`
}

func (s *server) serve() {
	s.mu.Lock()
	defer s.mu.Unlock()
	println(<-s.jobs) // want `this receive from s.jobs: nobody is left who could send or close`
}

func channelAndLock() {
	s := newServer()
	go s.serve()
	s.put(1)
}

func tooFewDone(items []int) {
	var wg sync.WaitGroup
	for _, it := range items {
		wg.Add(1)
		go func() {
			if it < 0 {
				return
			}
			wg.Done()
		}()
	}
	wg.Wait() // want `this wg.Wait: nobody is left who could end it`
}

func waitInsideLoop(items []int) {
	var wg sync.WaitGroup
	wg.Add(len(items))
	for range items {
		go wg.Done()
		wg.Wait() // want `this wg.Wait: nobody is left who could end it`
	}
}

func deferredWait(fail bool) {
	var wg sync.WaitGroup
	defer wg.Wait() // want `this deferred wg.Wait: nobody is left who could end it`
	wg.Add(1)
	if fail {
		return
	}
	go wg.Done()
}

func readTwice() {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		mu.RLock()
		mu.RLock() // behind the writer
		mu.RUnlock()
		mu.RUnlock()
	}()
	go func() {
		defer wg.Done()
		mu.Lock() // want `this mu.Lock: nobody is left who could unlock`
		mu.Unlock()
	}()
	wg.Wait()
}

type locked interface{ size() int }

type box struct {
	mu sync.Mutex
	n  int
}

func (b *box) size() int {
	b.mu.Lock() // want `this b.mu.Lock: nobody is left who could unlock`
	defer b.mu.Unlock()
	return b.n
}

func (b *box) each(l locked) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return l.size()
}

func throughInterface() int {
	b := &box{}
	return b.each(b)
}

func signalTooEarly() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	go c.Signal()
	mu.Lock()
	c.Wait() // want `this c.Wait: nobody is left who could end it`
	mu.Unlock()
}

func nilChannel() {
	var ch chan int
	<-ch // want `this receive from ch: .*`
}

func alone() int {
	ch := make(chan int)
	ch <- 1 // want `this send on ch: .*`
	return <-ch
}

func noExit() {
	in, stop := make(chan int), make(chan bool)
	go func() {
		for {
			select { // want `this select: nobody is left who could make a case ready`
			case v := <-in:
				println(v)
			case <-stop:
				return
			}
		}
	}()
	in <- 1
}

func neverCancelled() {
	ctx, cancel := context.WithCancel(context.Background())
	_ = cancel
	go func() {
		<-ctx.Done() // want `this receive from ctx.Done\(\): .*`
	}()
}

func unlockSkipped(fail bool) {
	var mu sync.Mutex
	done := make(chan bool)
	go func() {
		mu.Lock()
		if !fail {
			mu.Unlock()
		}
		done <- true
	}()
	<-done
	mu.Lock() // want `this mu.Lock: nobody is left who could unlock`
	mu.Unlock()
}
