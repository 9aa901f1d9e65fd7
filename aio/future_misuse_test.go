package aio_test

import (
	"context"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Given a future of NewFuture, when a task of a serial loop calls Wait with its own context, then it gets an error and the
// loop does not stand still; in a Call it may wait.
func TestWaitForPromiseInTask(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		f, r := aio.NewFuture[int]()
		aio.GoValue(co, func(aio.Context) error { return r.Resolve(1) })
		_, err := f.Wait(co)
		wantErr(t, "Wait", err, aio.ErrInTask)
		sub, cancel := context.WithCancel(co)
		defer cancel()
		_, err = f.Wait(sub)
		wantErr(t, "Wait with a derived context", err, aio.ErrInTask)
		v, err := aio.Call2(co, func() (int, error) { return f.Wait(co) })
		wantErr(t, "Wait in a Call", err, nil)
		want(t, "value", v, 1)
	})
}

// Given a zero Future, then it is never completed, and can neither be cancelled nor waited for longer than its waiter lives.
func TestZeroFuture(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var f aio.Future[int]
		want(t, "Cancel did something", f.Cancel(errBoom), false)
		select {
		case <-f.Done():
			t.Error("zero Future is completed")
		default:
		}
		want(t, "Cancel did something after Done", f.Cancel(errBoom), false)
		_, err := f.Await(cancelledSoon(co))
		wantErr(t, "Await", err, errBoom)
	})
}
