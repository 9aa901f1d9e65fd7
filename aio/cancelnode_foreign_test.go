package aio_test

import (
	"context"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Given a task that was started under a cancellation of package context, when it waits under one of its own below that,
// then the outer one ends the wait too.
func TestForeignCancellationAboveOwn(t *testing.T) {
	below := map[string]func(co aio.Context) (aio.Context, context.CancelFunc){
		"WithCancel": aio.WithCancel,
		"NewGroup": func(co aio.Context) (aio.Context, context.CancelFunc) {
			g, gc := aio.NewGroup(co)
			return gc, func() { _ = g.Wait(co) }
		},
		"two levels": func(co aio.Context) (aio.Context, context.CancelFunc) {
			up, stop := aio.WithCancel(co)
			down, cancel := aio.WithCancel(up)
			return down, func() { cancel(); stop() }
		},
	}
	for name, derive := range below {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				std, cancel := context.WithCancelCause(co)
				waiting := make(chan struct{})
				f := aio.Go(aio.With(co, std), func(co aio.Context) (int, error) {
					sub, stop := derive(co)
					defer stop()
					close(waiting)
					return aio.NewQueue[int](0).Get(sub)
				})
				aio.Recv(co, waiting)
				cancel(errBoom)
				_, err := f.Await(co)
				wantErr(t, "Get", err, errBoom)
			})
		})
	}
}

// Given a task with a time limit that waits under a cancellation of its own, when the time is over, then the wait ends.
func TestTimeLimitAboveOwnCancellation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		limited, stop := aio.WithTimeout(co, time.Millisecond)
		defer stop()
		f := aio.Go(limited, func(co aio.Context) (int, error) {
			sub, cancel := aio.WithCancel(co)
			defer cancel()
			return aio.NewQueue[int](0).Get(sub)
		})
		_, err := f.Await(co)
		wantErr(t, "Get", err, context.DeadlineExceeded)
	})
}
