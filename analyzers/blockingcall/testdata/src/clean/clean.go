// Package clean marks all that blocks.
package clean

import (
	"aio"
	"context"
	"fmt"
	"net/http"
	"os"
	"sync"
)

type poller struct {
	ch chan int
	mu sync.Mutex
	fn func()
}

func (p *poller) poll(co aio.Context, url string) error {
	_, err := aio.Call2(co, func() (*http.Response, error) { return http.Get(url) })
	aio.Call(co, func() {
		for range p.ch {
		}
		p.fetch()
	})
	aio.Recv(co, p.ch)
	f := aio.Go(co, p.task)
	f.Await(co)
	select {
	case <-p.ch:
	default:
	}
	p.mu.Lock()
	p.mu.Unlock()
	p.fn()
	os.ReadFile("x")
	fmt.Println()
	return err
}

func (p *poller) task(co aio.Context) (int, error) { return aio.Recv(co, p.ch), nil }

func (p *poller) fetch() { http.Get("") }

// Plain code may block.
func (p *poller) plain(ctx context.Context) {
	<-p.ch
	p.fetch()
}

// What is started runs elsewhere; what is kept runs at another time.
func starts(co aio.Context, p *poller) func() {
	go p.fetch()
	go func() { <-p.ch }()
	var wg sync.WaitGroup
	wg.Go(func() { <-p.ch })
	return func() { <-p.ch }
}

func Facade(ctx context.Context, p *poller) {
	co, leave := aio.Enter(ctx)
	defer leave()
	p.poll(co, "")
}

// A facade may be called where no task waits for it: elsewhere, and with the loop
// released.
func facades(co aio.Context, p *poller) {
	go Facade(co, p)
	aio.Call(co, func() { Facade(co, p) })
}

// A send that always finds room.
func room(co aio.Context) {
	ch := make(chan int, 1)
	ch <- 1
}

type source interface{ fetch() }

// Perhaps the value waits, perhaps not.
func unresolved(co aio.Context, s []source) { s[0].fetch() }

// The range runs nothing that waits.
func ranges(co aio.Context) {
	for range func(yield func() bool) { yield() } {
	}
}

// Ready is known not to wait.
//
//asyncport:assume nonblocking
func ready(ch chan int) { <-ch }

func assumes(co aio.Context, ch chan int) { ready(ch) }
