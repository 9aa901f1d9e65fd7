// Package ported is declared to be explicit.
package ported

import (
	"context"
	"net/http"
	"os"
	"sort"
	"sync"
	"time"

	"aio"
)

type server struct {
	mu   sync.Mutex
	jobs chan int
	wg   sync.WaitGroup
	done func()
}

var first = <-make(chan int) // want `an unmarked yield point in an explicit package \(chan\): channel receive`

func (s *server) plain() {
	go s.work()                         // want `a plain goroutine in an explicit package`
	go func() { <-s.jobs }()            // want `a plain goroutine in an explicit package`
	s.wg.Go(func() { <-s.jobs })        // want `sync.\(\*WaitGroup\).Go starts a plain goroutine in an explicit package`
	time.AfterFunc(time.Second, s.tick) // want `time.AfterFunc starts a plain goroutine`
	s.wg.Wait()                         // want `an unmarked yield point in an explicit package \(wait\): sync.\(\*WaitGroup\).Wait`
	s.jobs <- 1                         // want `\(chan\): channel send`
	<-s.jobs                            // want `\(chan\): channel receive`
	for range s.jobs {                  // want `\(chan\): range over channel`
	}
	select { // want `\(select\): select`
	case s.jobs <- 1:
	case <-s.jobs:
		time.Sleep(1) // want `\(sleep\): time.Sleep; use aio.Sleep`
	}
	http.Get("") // want `\(net\): net/http.Get`
}

// What calls it in this package is not reported again.
func (s *server) work() {
	time.Sleep(1) // want `\(sleep\): time.Sleep`
}

func (s *server) tick() { s.work() }

// A task is not spared: blockingcall says it for any package.
func (s *server) task(co aio.Context) {
	<-s.jobs // want `\(chan\): channel receive`
	s.work()
	aio.Spawn(co, func(co aio.Context) {
		time.Sleep(1) // want `\(sleep\): time.Sleep`
	})
}

// Serve enters the loop for callers without a Context.
func (s *server) Serve() {
	co, leave := aio.Enter(context.Background())
	defer leave()
	s.serve(co)
}

func (s *server) serve(co aio.Context) {}

func indirect(s *server) {
	s.Serve() // want `an explicit package calls ported.\(\*server\).Serve, which enters the loop for callers without a Context`
}

// A literal that the call runs in place is looked at by itself.
func inPlace(s *server) {
	sort.Slice(nil, func(i, j int) bool {
		return <-s.jobs > i // want `\(chan\): channel receive`
	})
	func() {
		time.Sleep(1) // want `\(sleep\): time.Sleep`
	}()
}

func seq(ch chan int) func(func(int) bool) {
	return func(yield func(int) bool) {
		yield(<-ch) // want `\(chan\): channel receive`
	}
}

// Known to be of the package, where it is reported.
func rangeFunc(ch chan int) {
	for range seq(ch) {
	}
}

// Not reported: marks, what marks release the loop for, entries, locks, files,
// what does not wait, what nobody resolves.
func (s *server) fine(co aio.Context) {
	aio.Recv(co, s.jobs)
	aio.Call(co, func() { time.Sleep(1) })
	s.task(co)
	aio.Go(co, func(co aio.Context) (int, error) { return aio.Recv(co, s.jobs), nil }).Await(co)
	s.mu.Lock()
	os.ReadFile("x")
	s.mu.Unlock()
	s.done()
	select {
	case <-s.jobs:
	default:
	}
}

func main() {
	aio.Run(context.Background(), func(co aio.Context) error {
		new(server).fine(co)
		return nil
	})
}

//asyncport:ignore explicit it ends with the process
var last = <-make(chan int)
