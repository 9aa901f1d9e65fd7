// Package lost loses results and counts too late.
package lost

import (
	"aio"
	"sync"
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
