// Package answered has waits that always end, or that others may end.
package answered

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

type server struct {
	mu   sync.Mutex
	jobs chan int
	once sync.Once
	stop chan struct{}
}

func newServer() *server {
	s := &server{jobs: make(chan int), stop: make(chan struct{})}
	go s.serve()
	return s // callers may put and close
}

func (s *server) serve() {
	for {
		select {
		case j := <-s.jobs:
			println(j)
		case <-s.stop:
			return
		}
	}
}

func (s *server) put(v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jobs <- v
}

func (s *server) close() { s.once.Do(func() { close(s.stop) }) }

func use() {
	s := newServer()
	defer s.close()
	s.put(1)
	s.put(2)
}

func group(items []int) {
	var wg sync.WaitGroup
	wg.Add(len(items))
	for range items {
		go func() {
			defer wg.Done()
			time.Sleep(time.Millisecond)
		}()
	}
	wg.Wait()
}

func collect(items []int) (sum int) {
	results := make(chan int)
	var wg sync.WaitGroup
	for _, it := range items {
		wg.Go(func() { results <- it })
	}
	go func() {
		wg.Wait()
		close(results)
	}()
	for r := range results {
		sum += r
	}
	return sum
}

func condition(items []int) {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	ready := false
	go func() {
		mu.Lock()
		ready = true
		mu.Unlock()
		c.Broadcast()
	}()
	mu.Lock()
	for !ready {
		c.Wait()
	}
	mu.Unlock()
}

func closedOnce() {
	var closed atomic.Bool
	done := make(chan struct{})
	finish := func() {
		if closed.CompareAndSwap(false, true) {
			close(done)
		}
	}
	go finish()
	go finish()
	<-done
}

func cancelled(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { <-ctx.Done() }()
}

// The channel is known to code that is not followed.
func handedOver(register func(chan<- int)) int {
	ch := make(chan int)
	register(ch)
	return <-ch
}

var shared = make(chan int)

func global() { <-shared }

// A select without cases is meant.
func forever() { select {} }

// The branches ask for the same.
func same(n int, async bool) int {
	ch := make(chan int)
	if async && n > 3 {
		go func() { ch <- n }()
	}
	if n > 3 {
		if async {
			return <-ch
		}
	}
	return n
}

// As many receives as sends, however many.
func each(m map[string]int) {
	ch := make(chan int)
	for _, v := range m {
		go func() { ch <- v }()
	}
	for range m {
		<-ch
	}
}

// As many workers as there are processors: at least one.
func workers(jobs map[string][]int) {
	n := runtime.GOMAXPROCS(0)
	work := make(chan int)
	var wg sync.WaitGroup
	wg.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			defer wg.Done()
			for range work {
			}
		}()
	}
	for _, list := range jobs {
		work <- len(list)
	}
	close(work)
	wg.Wait()
}
