package aio_test

import (
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// BenchmarkNested measures a task that starts another and waits for it: the wait of a task with a cancellation of its
// own.
func BenchmarkNested(b *testing.B) {
	plain(b, func(b *testing.B) {
		for range b.N {
			ch := make(chan int, 1)
			go func() {
				inner := make(chan int, 1)
				go func() { inner <- 1 }()
				ch <- <-inner
			}()
			<-ch
		}
	})
	inRun(b, func(b *testing.B, co aio.Context) {
		for range b.N {
			_, _ = aio.Go(co, func(co aio.Context) (int, error) {
				return aio.Go(co, func(aio.Context) (int, error) { return 1, nil }).Await(co)
			}).Await(co)
		}
	})
}
