// Package clean loses nothing.
package clean

import (
	"aio"
	"sync"
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
