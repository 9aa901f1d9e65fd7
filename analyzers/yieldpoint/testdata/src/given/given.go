// Package given holds functions that run what they were given where no call
// says what that is: in a goroutine, or through a field.
package given

import (
	"sync"
	"time"
)

func nap() { time.Sleep(1) }

func receives(ch chan int) func() { return func() { <-ch } }

// Others may call an exported function.
func Start(f func()) { // given: Start.func1 sleep? chan? dyn??
	go func() { f() }()
}

func starters(ch chan int) {
	Start(nap)
	Start(receives(ch))
}

// All calls of start are in sight.
func start(f func()) { // given: start.func1 sleep?
	go func() { f() }()
}

func starter() { start(nap) }

// start2 is a value, too: who calls it is not known.
func start2(f func()) { // given: start2.func1 sleep? dyn??
	go func() { f() }()
}

var _ = start2

func starter2() { start2(nap) }

// A parameter that is only handed on, in a circle.
func even(n int, f func()) { // given: even.func1 sleep?
	go func() { f() }()
	odd(n-1, f)
}

func odd(n int, f func()) { even(n, f) }

func parity() { odd(1, nap) }

type queue struct{ handler func() }

func newQueue(handler func()) *queue { return &queue{handler: handler} }

func (q *queue) run() { q.handler() } // given: run sleep?

var _ = newQueue(nap)

type Locker interface{ Lock() }

type mutex struct{ mu sync.Mutex }

func (m *mutex) Lock() { m.mu.Lock() } // given: Lock lock

func acquire(l Locker) { l.Lock() } // given: acquire +lock

func acquires(m *mutex) { go acquire(m) }

func call(fs ...func()) { // given: call +sleep
	for _, f := range fs {
		f()
	}
}

func calls() { call(func() {}, nap) } // given: calls sleep
