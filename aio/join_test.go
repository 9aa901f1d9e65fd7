package aio_test

import (
	"context"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Given Join that is cancelled, then the future goes on.
func TestJoinRule026(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		release := make(chan struct{})
		inner := aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, release); return 6, co.Err() })
		outer := aio.Go(co, inner.Join)
		aio.Yield(co)
		outer.Cancel(errBoom)
		_, err := outer.Await(co)
		wantErr(t, "outer", err, errBoom)
		_, err = inner.Join(cancelled(co, errBoom))
		wantErr(t, "Join with a cancelled Context", err, errBoom)
		close(release)
		v, err := inner.Join(co)
		want(t, "value", v, 6)
		wantErr(t, "inner", err, nil)
		v, err = inner.Join(cancelled(co, errBoom))
		want(t, "a value that is there wins", v, 6)
		wantErr(t, "it", err, nil)
	})
}

// Given an inner task that fails after the outer waits were cancelled, then that is reported exactly once, even if it was
// shielded twice; a later success is silent.
func TestJoinedTaskFailsLaterRule027(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		later := func(result error) func(co aio.Context) error {
			return func(co aio.Context) error {
				release := make(chan struct{})
				inner := aio.Go(aio.Shield(co), func(co aio.Context) (int, error) { aio.Recv(co, release); return 0, result })
				for range 2 {
					outer := aio.Go(co, inner.Join)
					aio.Yield(co)
					outer.Cancel(context.DeadlineExceeded)
					_, err := outer.Await(co)
					wantErr(t, "outer", err, context.DeadlineExceeded)
				}
				close(release)
				wait(co, inner)
				return nil
			}
		}
		wantOnce(t, "later failure", run(later(errBoom)), errBoom)
		want(t, "later success", run(later(nil)), nil)
	})
}

// wantOnce checks an error that is reported by Run: once, and nothing else.
func wantOnce(t *testing.T, what string, got, want error) {
	t.Helper()
	wantErr(t, what, got, want)
	if got != nil && strings.Count(got.Error(), want.Error()) != 1 {
		t.Errorf("%s is reported several times: %v", what, got)
	}
}

// Given an inner task that was cancelled directly, then the outer wait fails with that cause.
func TestJoinOfCancelledInnerRule028(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		inner := aio.Go(co, untilCancelled)
		outer := aio.Go(co, inner.Join)
		inner.Cancel(errBoom)
		_, err := outer.Await(co)
		wantErr(t, "outer", err, errBoom)
		wantErr(t, "caller", co.Err(), nil)
	})
}

func TestJoinSeesADeadlock(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		err := run(func(co aio.Context) error {
			var a, b *aio.Future[int]
			ready := make(chan struct{})
			a = aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, ready); return b.Join(co) })
			b = aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, ready); return a.Join(co) })
			close(ready)
			_, err := a.Join(co)
			return err
		})
		wantErr(t, "Run", err, aio.ErrDeadlock)
	})
}
