package aio_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Given an item that a getter was given in the moment of its cancellation, when the queue is shut down at once meanwhile,
// then the item is dropped like the others.
func TestItemGivenBackAfterShutdown(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		q := aio.NewQueue[int](0)
		sub, cancel := aio.WithCancel(co)
		aio.GoValue(co, func(co aio.Context) error {
			err := q.Put(co, 1)
			cancel()
			q.Shutdown(true)
			return err
		})
		_, err := q.Get(sub)
		wantErr(t, "Get of the cancelled task", err, context.Canceled)
		want(t, "items left", q.Len(), 0)
		_, err = q.Get(co)
		wantErr(t, "next Get", err, aio.ErrClosed)
	})
}

// Given a task whose Put was cancelled, then the task does not keep the item in memory.
func TestCancelledPutKeepsNothing(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		q := aio.NewQueue[*[1 << 10]int](1)
		q.TryPut(nil)
		gone := make(chan struct{})
		wantErr(t, "Put", q.Put(cancelledSoon(co), doomed(gone)), errBoom)
		for {
			runtime.GC()
			select {
			case <-gone:
				return
			default:
				aio.Yield(co)
			}
		}
	})
}

// doomed returns memory whose end closes gone.
func doomed(gone chan struct{}) *[1 << 10]int {
	p := new([1 << 10]int)
	runtime.SetFinalizer(p, func(*[1 << 10]int) { close(gone) })
	return p
}
