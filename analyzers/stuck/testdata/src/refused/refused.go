// Package refused sends results that nobody may want, and room for one would not
// mend it, or would change more than that.
package refused

import (
	"sync"
	"time"
)

func work() int { return 1 }

var done bool

// Two sends.
func two(limit time.Duration) {
	ch := make(chan int)
	go func() {
		ch <- work() // want `goroutine may wait for ever in this send on ch: .*`
		ch <- work()
	}()
	select {
	case <-ch:
		<-ch
	case <-time.After(limit):
	}
}

// As many goroutines as there are rounds.
func many(n int, limit time.Duration) {
	ch := make(chan int)
	for range n {
		go func() {
			ch <- work() // want `goroutine may wait for ever in this send on ch: .*`
		}()
	}
	select {
	case <-ch:
	case <-time.After(limit):
	}
}

// What follows the send waits for the receiver.
func follows(limit time.Duration) {
	ch := make(chan int)
	go func() {
		ch <- work() // want `goroutine may wait for ever in this send on ch: .*`
		done = true
	}()
	select {
	case <-ch:
	case <-time.After(limit):
	}
}

func deferred(wg *sync.WaitGroup, limit time.Duration) {
	ch := make(chan int)
	go func() {
		defer wg.Done()
		ch <- work() // want `goroutine may wait for ever in this send on ch: .*`
	}()
	select {
	case <-ch:
	case <-time.After(limit):
	}
}

// The room would be seen.
func observed(limit time.Duration) int {
	ch := make(chan int)
	go func() {
		ch <- work() // want `goroutine may wait for ever in this send on ch: .*`
	}()
	select {
	case <-ch:
	case <-time.After(limit):
	}
	return len(ch)
}

// Nobody says what the other function does with it.
func given(limit time.Duration) {
	ch := make(chan int)
	go func() {
		ch <- work() // want `goroutine may wait for ever in this send on ch: .*`
	}()
	receive(ch, limit)
}

func receive(ch chan int, limit time.Duration) {
	select {
	case <-ch:
	case <-time.After(limit):
	}
}

// The size is meant.
func sized(limit time.Duration) {
	ch := make(chan int, 0)
	go func() {
		ch <- work() // want `goroutine may wait for ever in this send on ch: .*`
	}()
	select {
	case <-ch:
	case <-time.After(limit):
	}
}

// One of several cases.
func choice(a chan int, limit time.Duration) {
	ch := make(chan int)
	go func() {
		for {
			ch <- work() // want `goroutine may wait for ever in this send on ch: .*`
		}
	}()
	select {
	case <-ch:
	case <-time.After(limit):
	}
}

// The literal may run more than once.
func called(limit time.Duration) {
	ch := make(chan int)
	send := func() {
		ch <- work() // want `goroutine may wait for ever in this send on ch: .*`
	}
	go send()
	select {
	case <-ch:
	case <-time.After(limit):
	}
}
