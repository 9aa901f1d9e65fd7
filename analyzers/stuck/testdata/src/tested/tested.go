// Package tested is used by tests that leave something behind.
package tested

import (
	"sync"
	"testing"
	"time"
)

// Pipe has to be closed by who made it.
type Pipe struct{ in, out chan int }

func NewPipe() *Pipe {
	p := &Pipe{in: make(chan int), out: make(chan int)}
	go p.run()
	return p
}

func (p *Pipe) run() {
	for v := range p.in { // a test does not close it: its own matter
		p.out <- v
	}
	close(p.out)
}

func (p *Pipe) In() chan<- int { return p.in }

func (p *Pipe) Close() { close(p.in) }

// waitFor gives up after a while; who calls it may still call Done.
func waitFor(wg *sync.WaitGroup, limit time.Duration) bool {
	done := make(chan struct{})
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-time.After(limit):
		return false
	}
}

// InTime helps tests of other packages: where it gives up, they have failed.
func InTime(t *testing.T, get func() int) {
	done := make(chan int)
	go func() { done <- get() }()
	select {
	case <-done:
	case <-time.After(time.Second):
		t.Fatal("no answer")
	}
}
