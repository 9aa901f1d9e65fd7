package aio_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Package context must find the cancellation inside a Context; otherwise it starts a goroutine for each derived context.
func TestDerivingStartsNoGoroutine(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		check := func(co aio.Context) {
			before := goroutines()
			for range 100 {
				ctx, cancel := context.WithCancel(co)
				defer cancel()
				defer context.AfterFunc(ctx, func() { t.Error("a context ended early") })()
				sub, stop := aio.WithTimeout(aio.With(co, ctx), time.Hour)
				defer stop()
				defer context.AfterFunc(sub, func() { t.Error("a context ended early") })()
			}
			if n := goroutines() - before; n > 5 { // others may come and go
				t.Errorf("200 derived contexts started %d goroutines", n)
			}
		}
		check(co)
		_, _ = aio.Go(co, func(co aio.Context) (int, error) { check(co); return 0, nil }).Await(co)
	})
}

func TestContextMirrorsPackageContext(t *testing.T) {
	type key struct{}
	both(t, func(t *testing.T, co aio.Context) {
		valued := aio.WithValue(co, key{}, 3)
		want[any](t, "value", valued.Value(key{}), 3)
		want[any](t, "value below a derived context", context.WithoutCancel(valued).Value(key{}), 3)

		sub, cancel := aio.WithCancel(valued)
		free := aio.WithoutCancel(sub)
		cancel()
		wantErr(t, "WithCancel", sub.Err(), context.Canceled)
		wantErr(t, "WithoutCancel", free.Err(), nil)
		want[any](t, "value", free.Value(key{}), 3)

		for name, late := range map[string]func() (aio.Context, context.CancelFunc){
			"WithTimeout":  func() (aio.Context, context.CancelFunc) { return aio.WithTimeout(co, -1) },
			"WithDeadline": func() (aio.Context, context.CancelFunc) { return aio.WithDeadline(co, time.Unix(1, 0)) },
		} {
			sub, cancel := late()
			wantErr(t, name, sub.Err(), context.DeadlineExceeded)
			cancel()
		}
		for name, late := range map[string]func() (aio.Context, context.CancelFunc){
			"WithTimeoutCause":  func() (aio.Context, context.CancelFunc) { return aio.WithTimeoutCause(co, -1, errBoom) },
			"WithDeadlineCause": func() (aio.Context, context.CancelFunc) { return aio.WithDeadlineCause(co, time.Unix(1, 0), errBoom) },
		} {
			sub, cancel := late()
			wantErr(t, name, sub.Err(), context.DeadlineExceeded)
			wantErr(t, name, context.Cause(sub), errBoom)
			cancel()
		}
		deadline, ok := sub.Deadline()
		want(t, "Deadline of a context without one", ok, false)
		want(t, "Deadline", deadline, time.Time{})
		wantErr(t, "co", co.Err(), nil)
	})
}

// Tasks that are cancelled one by one leave nothing in the context above them.
func TestTasksLeaveTheirParentContext(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for range 10 {
			f := aio.Go(co, untilCancelled)
			aio.Yield(co)
			f.Cancel(errBoom)
			_, err := f.Await(co)
			wantErr(t, "Await", err, errBoom)
		}
		wantErr(t, "co", co.Err(), nil)
	})
}

func TestContextPrintsAsItsContextPart(t *testing.T) {
	plain, cancel := context.WithCancel(context.WithValue(context.Background(), testKey{}, 1))
	defer cancel()
	co, leave := aio.Enter(plain)
	defer leave()
	if got, want := fmt.Sprint(co), fmt.Sprint(plain); got != want {
		t.Errorf("prints %q, its context part %q", got, want)
	}
	derived, stop := aio.WithCancel(co)
	defer stop()
	same, end := context.WithCancel(plain)
	defer end()
	if got, want := fmt.Sprint(derived), fmt.Sprint(same); got != want {
		t.Errorf("derived: prints %q, by package context %q", got, want)
	}
}

type testKey struct{}
