// Package clean loses nothing.
package clean

import (
	"aio"
	"context"
	"errors"
	"io"
	"net"
	"os/exec"
	"sync"

	"golang.org/x/sync/errgroup"
)

func work(co aio.Context) (int, error) { return 0, nil }

func kept(co aio.Context) error {
	f := aio.Go(co, work)
	_ = aio.Go(co, work)
	_, err := f.Await(co)
	return err
}

func counted() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
	}()
	wg.Wait()
}

// The goroutine is counted and counts another job.
func countsMore(jobs chan int) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for range jobs {
			wg.Add(1)
			wg.Done()
		}
	}()
	wg.Wait()
}

func forChildren() {
	var wg sync.WaitGroup
	wg.Add(1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		wg.Add(1)
		go func() { defer wg.Done() }()
		wg.Done()
	}()
	<-done
	wg.Wait()
}

func ownGroup() {
	go func() {
		var wg sync.WaitGroup
		wg.Add(1)
		wg.Done()
		wg.Wait()
	}()
}

func silent() error { return nil }

// Nothing is lost, or it is meant.
func goroutines(a, b net.Conn, errs chan error) {
	go silent()
	go a.Close()
	go io.Copy(a, b)
	go func() { errs <- silent() }()
	go func() error { return nil }()
	go func() (n int) { return 1 }()
}

func waited(co aio.Context) error {
	var g errgroup.Group
	g.Go(silent)
	h, co := aio.NewGroup(co)
	h.Go(co, func(co aio.Context) error { return nil })
	h.Wait(co)
	return g.Wait()
}

func given(co aio.Context) (*errgroup.Group, *aio.Future[int]) {
	g := new(errgroup.Group)
	g.Go(silent)
	f := aio.Go(co, work)
	return g, f
}

func passed(wg *sync.WaitGroup) {
	var own sync.WaitGroup
	own.Add(1)
	wg.Add(1)
	help(&own)
}

func help(wg *sync.WaitGroup) { wg.Wait() }

type holder struct {
	wg    sync.WaitGroup
	inner struct{ group *errgroup.Group }
	Out   sync.WaitGroup
	f     *aio.Future[int]
}

func (h *holder) start(co aio.Context) {
	h.wg.Add(1)
	h.Out.Add(1)
	h.inner.group.Go(silent)
	h.f = aio.Go(co, work)
}

func (h *holder) stop(co aio.Context) {
	h.wg.Wait()
	h.inner.group.Wait()
	wait := h.f.Await
	wait(co)
}

// A group that starts nothing.
func idle() {
	var g errgroup.Group
	g.SetLimit(1)
}

type generic[T any] struct{ wg sync.WaitGroup }

func (g *generic[T]) start() { g.wg.Add(1) }

func stop(g *generic[int]) { g.wg.Wait() }

type keeper struct{ err error }

func (k *keeper) run(ctx context.Context) error {
	k.err = silent()
	return k.err
}

func report(err error) {}

func told(ctx context.Context) (int, error) {
	if err := silent(); err != nil {
		report(err)
		return 0, err
	}
	return 1, nil
}

func tell(k *keeper) {
	go k.run(nil)
	go told(nil)
}

func prune(dir string) error { return errors.New(dir) }

// One thing is done as best it can.
func once(cmd *exec.Cmd) {
	go prune("x")
	go cmd.Run()
}
