package rpc

import (
	"fmt"
	"sync"
)

// Executor decides where the calls of a server run.
type Executor interface {
	// Execute runs call, now or later. It must not be used after Close.
	Execute(call func())
	// Close waits for the calls that were accepted.
	Close()
}

// NewExecutor returns the executor of the given kind: "blocking",
// "goroutine" or "pool". Only a pool looks at size.
func NewExecutor(kind string, size int) (Executor, error) {
	switch kind {
	case "blocking":
		return Blocking{}, nil
	case "goroutine":
		return &PerCall{}, nil
	case "pool":
		return NewPool(size), nil
	default:
		return nil, fmt.Errorf("unknown executor %q", kind)
	}
}

// Blocking runs every call before Execute returns: one at a time.
type Blocking struct{}

// Execute implements [Executor].
func (Blocking) Execute(call func()) { call() }

// Close implements [Executor].
func (Blocking) Close() {}

// PerCall runs every call in a goroutine of its own. The zero value is ready.
type PerCall struct {
	wg sync.WaitGroup
}

// Execute implements [Executor].
func (p *PerCall) Execute(call func()) {
	p.wg.Add(1)
	go func() {
		defer p.wg.Done()
		call()
	}()
}

// Close implements [Executor].
func (p *PerCall) Close() { p.wg.Wait() }

// Pool runs calls in a fixed number of goroutines. When all are busy, Execute
// waits, and the clients feel it.
type Pool struct {
	calls chan func()
	wg    sync.WaitGroup
}

// NewPool starts a pool of size goroutines, at least one.
func NewPool(size int) *Pool {
	p := &Pool{calls: make(chan func())}
	for range max(size, 1) {
		p.wg.Add(1)
		go p.work()
	}
	return p
}

// work runs calls until the pool is closed.
func (p *Pool) work() {
	defer p.wg.Done()
	for call := range p.calls {
		call()
	}
}

// Execute implements [Executor].
func (p *Pool) Execute(call func()) { p.calls <- call }

// Close implements [Executor].
func (p *Pool) Close() {
	close(p.calls)
	p.wg.Wait()
}
