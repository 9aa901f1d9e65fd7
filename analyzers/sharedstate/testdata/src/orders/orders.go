// Package orders has accesses that operations order, and such that they do not.
package orders

import (
	"sync"
	"sync/atomic"
	"time"
)

// A receive makes room for a later send only: with a free place in the buffer
// the send does not wait.
func freeBuffer() {
	n := 0
	_ = n
	ch := make(chan int, 1)
	go func() {
		n = 1 // want `n is written by two goroutines at once without a common lock`
		<-ch
	}()
	ch <- 1
	n = 2
}

// Without a buffer the send waits for the receive.
func noBuffer() {
	n := 0
	_ = n
	ch := make(chan int)
	go func() {
		n = 1
		<-ch
	}()
	ch <- 1
	n = 2
}

// What comes after the send is not ordered before what comes after the receive.
func afterSend() {
	n := 0
	_ = n
	ch := make(chan int)
	go func() {
		ch <- 1
		n = 1 // want `n is written by two goroutines at once .*`
	}()
	<-ch
	n = 2
}

// The operand of a send is read before the send.
func operandOfSend() {
	n := 0
	ch, other := make(chan int), make(chan int)
	go func() { <-ch }()
	go func() { other <- 1 }()
	go func() { ch <- n }()
	n = <-other // want `n is written while another goroutine reads it, .*`
}

// A lock keeps accesses apart, it does not order what stands outside.
func outsideOfLock() {
	n := 0
	_ = n
	var mu sync.Mutex
	go func() {
		mu.Lock()
		n = 1
		mu.Unlock()
	}()
	mu.Lock()
	mu.Unlock()
	n = 2 // want `n is written by two goroutines at once .*`
}

// A flag under the lock orders them.
func flagUnderLock() {
	n, ready := 0, false
	_ = n
	var mu sync.Mutex
	go func() {
		n = 1
		mu.Lock()
		ready = true
		mu.Unlock()
	}()
	mu.Lock()
	for !ready {
		mu.Unlock()
		time.Sleep(1)
		mu.Lock()
	}
	mu.Unlock()
	n = 2
}

// Two readers of a lock for reading may write at once.
func readLocks() {
	n := 0
	var mu sync.RWMutex
	for range 2 {
		go func() {
			mu.RLock()
			n++ // want `n is written by several instances .*`
			mu.RUnlock()
		}()
	}
	mu.Lock()
	println(n)
	mu.Unlock()
}

// Plain and atomic accesses do not go together.
func plainAndAtomic() {
	var n int64
	go func() { atomic.AddInt64(&n, 1) }()
	n = 2 // want `n is written by two goroutines at once .*`
}

func flagByAtomic() {
	var n int
	_ = n
	var ready atomic.Bool
	go func() {
		n = 1
		ready.Store(true)
	}()
	for !ready.Load() {
	}
	n = 2
}

// The end of Once.Do's function is before every return of Do.
func once() {
	var o sync.Once
	n := 0
	do := func() { o.Do(func() { n = 1 }) }
	go do()
	do()
	println(n)
}

func cond() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	n, ready := 0, false
	_ = n
	go func() {
		n = 1
		mu.Lock()
		ready = true
		c.Signal()
		mu.Unlock()
		n = 2 // want `n is written by two goroutines at once .*`
	}()
	mu.Lock()
	for !ready {
		c.Wait()
	}
	mu.Unlock()
	n = 3
}

// Two branches do not both happen.
func branches(b bool) {
	n := 0
	_ = n
	if b {
		go func() { n = 1 }()
	} else {
		n = 2
	}
}

// The constant says which branch is taken.
func constant() {
	a, n := 0, 0
	_ = n
	go func() { n = 1 }()
	if a == 1 && n == 0 {
		println()
	}
}

// Who closes a channel must know that nobody sends any more.
func closeWhileSending() {
	ch := make(chan int, 8)
	go func() { ch <- 1 }()
	close(ch) // want `ch \(a close\) is written while another goroutine reads it, .*`
}

func closeAfterSending() {
	ch := make(chan int, 8)
	var wg sync.WaitGroup
	wg.Go(func() { ch <- 1 })
	go func() { wg.Wait(); close(ch) }()
	for range ch {
	}
}

type assumed struct {
	mu sync.Mutex
	n  int //asyncport:assume guarded-by mu
	m  int
}

// A comment says that the callers of run hold the lock.
func (a *assumed) run() {
	for range 2 {
		go func() {
			a.n++
			a.m++ // want `a.m is written by several instances .*`
		}()
	}
}

// The loop ends with a send, sooner or later.
type lexer struct {
	pos   int
	items chan int
}

func (l *lexer) run(s string) {
	for {
		l.pos++
		if l.pos == len(s) {
			break
		}
	}
	l.items <- l.pos
}

func lex(s string) int {
	l := &lexer{items: make(chan int)}
	go l.run(s)
	<-l.items
	return l.pos
}
