package aio_test

import (
	"context"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// ended returns the Context of a task that has ended, started by the task of co.
func ended(t *testing.T, co aio.Context) aio.Context {
	t.Helper()
	var kept aio.Context
	_, err := aio.Go(co, func(co aio.Context) (int, error) {
		kept = co
		return 0, nil
	}).Await(co)
	wantErr(t, "task", err, nil)
	for kept.Err() == nil {
		aio.Yield(co)
	}
	return kept
}

// Given a task that waits with the context of another, when that one ends, then the wait does too, as below package context.
func TestWaitUnderContextOfTaskThatEnds(t *testing.T) {
	for name, wait := range waitsUnder() {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				lent, end := make(chan aio.Context), make(chan struct{})
				f := aio.Go(co, func(co aio.Context) (int, error) {
					aio.Send(co, lent, co)
					aio.Recv(co, end)
					return 0, nil
				})
				sub, stop := aio.WithCancel(aio.With(co, aio.Recv(co, lent)))
				defer stop()
				close(end)
				wantErr(t, name, wait(sub), aio.ErrCanceled)
				_, err := f.Await(co)
				wantErr(t, "task", err, nil)
			})
		})
	}
}

// Given a Context that was kept after its task ended, then it says that it has ended, whatever is asked first.
func TestCauseOfKeptContext(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var kept aio.Context
		_, err := aio.Go(co, func(co aio.Context) (int, error) { kept = co; return 0, nil }).Await(co)
		wantErr(t, "task", err, nil)
		for context.Cause(kept) == nil {
			aio.Yield(co)
		}
		wantErr(t, "cause", context.Cause(kept), aio.ErrCanceled)
		wantErr(t, "error", kept.Err(), context.Canceled)
	})
}

// Given a Context that was kept after its task ended, when tasks are started with it, then they are cancelled, and what
// is above it is not disturbed.
func TestTasksOfKeptContext(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		_, err := aio.Go(co, func(co aio.Context) (int, error) {
			kept := ended(t, co)
			for range 3 {
				_, err := aio.Go(kept, untilCancelled).Await(co)
				wantErr(t, "task of the kept Context", err, aio.ErrCanceled)
				var wg aio.WaitGroup
				wg.Go(kept, func(co aio.Context) { wantErr(t, "Context", co.Err(), context.Canceled) })
				wg.Wait(co)
				ended(t, co)
			}
			return 0, co.Err()
		}).Await(co)
		wantErr(t, "task above", err, nil)
	})
}

// Given waits that begin while the task whose context they have ends, then none ends before its Context shows why.
func TestWaitMeetsEndOfLentContext(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for range 50 {
			lent, end := make(chan aio.Context), make(chan struct{})
			f := aio.Go(co, func(co aio.Context) (int, error) {
				aio.Send(co, lent, co)
				aio.Recv(co, end)
				return 0, nil
			})
			below := aio.Recv(co, lent)
			for range 100 { // it takes a while to tell them all
				defer context.AfterFunc(below, func() {})()
			}
			var wg aio.WaitGroup
			for i := range 6 {
				wg.Go(co, func(co aio.Context) {
					sub, stop := aio.WithCancel(aio.With(co, below))
					defer stop()
					if i%2 == 0 {
						defer context.AfterFunc(sub, func() {})() // package context knows it
					}
					_, err := aio.NewQueue[int](0).Get(sub)
					wantErr(t, "Get", err, aio.ErrCanceled)
				})
			}
			close(end)
			wg.Wait(co)
			f.Value(co)
		}
	})
}
