// Package lost loses results and counts too late.
package lost

import (
	"aio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"golang.org/x/sync/errgroup"
)

func work(co aio.Context) (int, error) { return 0, nil }

func drop(co aio.Context) {
	aio.Go(co, work) // want `the future that Go returns is dropped: nobody sees its result or error`
}

func start(co aio.Context) (*aio.Future[int], bool) { return aio.Go(co, work), true }

func dropTuple(co aio.Context) {
	start(co) // want `the future that start returns is dropped: nobody sees its result or error`
}

func countsItself() {
	var wg sync.WaitGroup
	for range 3 {
		go func() {
			wg.Add(1) // want `wg.Add is called by the goroutine that it counts: .*`
			defer wg.Done()
		}()
	}
	wg.Wait()
}

type server struct{ wg sync.WaitGroup }

func (s *server) run() {
	go s.worker()
	s.wg.Wait()
}

func (s *server) worker() {
	s.wg.Add(1) // want `s.wg.Add is called by the goroutine that it counts: .*`
	defer s.wg.Done()
}

var errFailed = errors.New("failed")

func serve() error { return errFailed }

func goroutines(srv *http.Server) {
	go serve()              // want `the error that serve returns is lost: nobody waits for the goroutine`
	go srv.ListenAndServe() // want `the error that ListenAndServe returns is lost: .*`
	go func() error {       // want `the error that the function returns is lost: .*`
		return serve()
	}()
}

func neverLooked(co aio.Context) {
	f := aio.Go(co, work) // want `the future in f is never looked at: nobody sees its result or error`
	_ = f
}

type holder struct {
	f     *aio.Future[int]
	group errgroup.Group
	wg    sync.WaitGroup
}

func (h *holder) start(co aio.Context) {
	h.f = aio.Go(co, work) // want `the future in f is never looked at: .*`
	h.group.Go(serve)      // want `nobody waits for group, an errgroup.Group: what it starts may outlive the function, and its errors are lost`
	h.wg.Add(1)            // want `wg, a sync.WaitGroup, is counted but never waited for`
	go func() {
		defer h.wg.Done()
	}()
}

func groups(co aio.Context) {
	var g errgroup.Group
	g.SetLimit(2)
	g.Go(serve) // want `nobody waits for g, an errgroup.Group: .*`

	h, co := aio.NewGroup(co) // want `nobody waits for h, an aio.Group: .*`
	h.Go(co, func(co aio.Context) error { return nil })
}

type generic[T any] struct{ wg sync.WaitGroup }

func (g *generic[T]) start() {
	g.wg.Add(1) // want `wg, a sync.WaitGroup, is counted but never waited for`
}

func wraps(ctx context.Context) error {
	if err := serve(); err != nil {
		return fmt.Errorf("wraps: %w", err)
	}
	return nil
}

func partly(ctx context.Context, tell func(error)) error {
	if err := serve(); err != nil {
		tell(err)
		return err
	}
	err := serve()
	return err
}

func tells() {
	go wraps(nil)                  // want `the error that wraps returns is lost: .*`
	go partly(nil, func(error) {}) // want `the error that partly returns is lost: .*`
}
