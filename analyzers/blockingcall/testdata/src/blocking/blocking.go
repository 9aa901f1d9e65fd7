// Package blocking has tasks that block without a mark.
package blocking

import (
	"aio"
	"context"
	"database/sql"
	"net/http"
	"sync"
	"time"
)

type poller struct {
	ch chan int
	wg sync.WaitGroup
	db *sql.DB
}

func (p *poller) poll(co aio.Context, url string) error {
	time.Sleep(time.Second) // want `a task blocks without a mark \(sleep\): time.Sleep`
	_, err := http.Get(url) // want `a task blocks without a mark \(net\): net/http.Get`
	v := <-p.ch             // want `a task blocks without a mark \(chan\): channel receive`
	p.ch <- v               // want `a task blocks without a mark \(chan\): channel send`
	select {                // want `a task blocks without a mark \(select\): select`
	case <-p.ch:
	case <-co.Done():
	}
	p.wg.Wait() // want `a task blocks without a mark \(wait\): .*`
	p.fetch()   // want `a task blocks without a mark \(net\): blocking.\(\*poller\).fetch -> net/http.Get`
	return err
}

func (p *poller) fetch() { http.Get("") }

// The Context goes on as a plain one: that is no mark.
func (p *poller) query(co aio.Context) {
	p.db.QueryContext(co, "") // want `a task blocks without a mark \(db\): .*`
}

func spawned(co aio.Context, ch chan int) {
	aio.Spawn(co, func(co aio.Context) {
		<-ch // want `a task blocks without a mark \(chan\): channel receive`
	})
}

func inPlace(co aio.Context, ch chan int) {
	func() {
		<-ch // want `a task blocks without a mark \(chan\): channel receive`
	}()
	defer func() {
		ch <- 1 // want `a task blocks without a mark \(chan\): channel send`
	}()
	var once sync.Once
	once.Do(func() {
		<-ch // want `a task blocks without a mark \(chan\): channel receive`
	})
}

func runtimeOnce(co aio.Context, o *aio.Once, ch chan int) {
	o.Do(co, func() {
		<-ch // want `a task blocks without a mark \(chan\): channel receive`
	})
}

func deferred(co aio.Context, wg *sync.WaitGroup) {
	defer wg.Wait() // want `a task blocks without a mark \(wait\): .*`
}

func explicit(co aio.Context) {}

// Facade is for callers that have no Context.
func Facade(ctx context.Context) {
	co, leave := aio.Enter(ctx)
	defer leave()
	explicit(co)
}

func callsFacade(co aio.Context) {
	Facade(co) // want `a task calls blocking.Facade, which enters the loop for callers without a Context: call the explicit function behind it`
}

func plainWait(co aio.Context, f *aio.Future[int]) {
	f.Wait(co) // want `a task blocks without a mark \(wait\): .*`
}

// Main is a facade, too.
func Main(ctx context.Context) error {
	return aio.Run(ctx, func(co aio.Context) error {
		explicit(co)
		return nil
	})
}

type server struct{ p *poller }

func (s *server) Serve(ctx context.Context) {
	co, leave := aio.Enter(ctx)
	defer leave()
	s.serve(co)
}

func (s *server) serve(co aio.Context) {
	s.Serve(co) // want `a task calls blocking.\(\*server\).Serve, which enters the loop .*`
	Main(co)    // want `a task calls blocking.Main, which enters the loop .*`
}

// A facade in what runs in place, and at the end.
func facadeInPlace(co aio.Context, s *server) {
	func() {
		s.Serve(co) // want `a task calls blocking.\(\*server\).Serve, .*`
	}()
	defer s.Serve(co) // want `a task calls blocking.\(\*server\).Serve, .*`
}

func helper(s *server) { s.Serve(context.Background()) }

// Plain code between the task and the facade hides it.
func facadeBehind(co aio.Context, s *server) {
	helper(s) // want `a task blocks without a mark \(wait\): blocking.helper -> blocking.\(\*server\).Serve -> aio.Enter`
}

func ranges(co aio.Context, ch chan int) {
	for range ch { // want `a task blocks without a mark \(chan\): range over channel`
	}
	for range all(ch) { // want `a task blocks without a mark \(chan\): blocking.all.func1 -> range over channel`
		time.Sleep(1) // want `a task blocks without a mark \(sleep\): time.Sleep`
	}
}

func all(ch chan int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for v := range ch {
			if !yield(v) {
				return
			}
		}
	}
}

// The method of a value that is known is no less certain.
func throughKnown(co aio.Context) {
	var f interface{ fetch() } = &poller{}
	f.fetch() // want `a task blocks without a mark \(net\): blocking.\(\*poller\).fetch -> net/http.Get`
}

func methodValue(co aio.Context, p *poller) {
	f := p.fetch
	f() // want `a task blocks without a mark \(net\): blocking.\(\*poller\).fetch -> net/http.Get`
}
