package aio_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Given reschedule on an expired or finished timeout, then error.
func TestMoveAFinishedTimeoutRule041(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		expired, ec := aio.NewTimeout(co, 0)
		wantErr(t, "its Context", ec.Err(), context.DeadlineExceeded)
		wantErr(t, "Reset", expired.Reset(time.Hour), aio.ErrTimeoutOver)
		wantErr(t, "why", expired.Reset(time.Hour), context.DeadlineExceeded)
		wantErr(t, "its Context after Reset", ec.Err(), context.DeadlineExceeded)
		want(t, "Expired", expired.Expired(), true)
		expired.Stop()
		want(t, "Expired after Stop", expired.Expired(), true)

		stopped, sc := aio.NewTimeout(co, time.Hour)
		stopped.Stop()
		stopped.Stop()
		wantErr(t, "Reset", stopped.Reset(time.Hour), aio.ErrTimeoutOver)
		wantErr(t, "its Context", sc.Err(), context.Canceled)
		want(t, "Expired", stopped.Expired(), false)

		outer, cancel := aio.WithCancelCause(co)
		inner, ic := aio.NewTimeout(outer, time.Hour)
		defer inner.Stop()
		cancel(errBoom)
		aio.Recv(co, ic.Done())
		wantErr(t, "Reset after a cancellation from outside", inner.Reset(time.Hour), aio.ErrTimeoutOver)
		want(t, "Expired", inner.Expired(), false)
	})
}

// Given an outside cancel before expiry, then Cancelled, not Timeout.
func TestOutsideCancelOfATimeoutRule032(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		outer, cancel := aio.WithCancelCause(co)
		tm, tc := aio.NewTimeout(outer, time.Hour)
		defer tm.Stop()
		derived, stop := aio.WithTimeout(tc, time.Hour)
		defer stop()
		cancel(errBoom)
		_, err := untilCancelled(tc)
		wantErr(t, "timeout", err, errBoom)
		_, err = untilCancelled(derived)
		wantErr(t, "derived from it", err, errBoom)
		wantErr(t, "its error", derived.Err(), context.Canceled)

		dead, dc := aio.NewTimeout(outer, time.Hour)
		defer dead.Stop()
		wantErr(t, "timeout of a cancelled Context", dc.Err(), context.Canceled)
		wantErr(t, "its cause", context.Cause(dc), errBoom)
	})
}

// Given timeout <= 0, then the first await is cancelled even if it would be sleep(0); a done future still returns its
// value; a task that has not started never starts.
func TestTimeoutWithoutTimeRule035(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		done := aio.Go(co, func(aio.Context) (int, error) { return 8, nil })
		_, _ = done.Await(co)
		tm, late := aio.NewTimeout(co, -1)
		defer tm.Stop()
		wantErr(t, "SleepContext(0)", aio.SleepContext(late, 0), context.DeadlineExceeded)
		v, err := done.Await(late)
		want(t, "value of a completed future", v, 8)
		wantErr(t, "Await of a completed future", err, nil)
		_, err = aio.Go(late, func(aio.Context) (int, error) { t.Error("body ran"); return 0, nil }).Await(co)
		wantErr(t, "new task", err, context.DeadlineExceeded)
	})
}

// Contexts derived from that of a Timeout end as below any deadline of package context, however they are derived.
func TestDerivedFromATimeout(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		type key struct{}
		for _, cause := range []error{context.DeadlineExceeded, nil, errBoom} {
			before := goroutines()
			tm, tc := aio.NewTimeoutCause(aio.WithValue(co, key{}, 7), time.Hour, cause)
			plain, cancel1 := context.WithCancel(tc)
			timed, cancel2 := context.WithTimeout(plain, time.Hour)
			marked, cancel3 := aio.WithCancel(tc)
			if n := goroutines() - before; n > 0 {
				t.Errorf("%d goroutines wait for contexts", n)
			}
			_, set := tc.Deadline()
			want(t, "Deadline is told", set, false)
			wantErr(t, "Reset", tm.Reset(0), nil)
			if cause == nil {
				cause = context.DeadlineExceeded
			}
			for name, ctx := range map[string]context.Context{"plain": plain, "timed": timed, "marked": marked, "timeout": tc} {
				want(t, name+": error", ctx.Err(), context.DeadlineExceeded)
				want(t, name+": cause", context.Cause(ctx), cause)
				want[any](t, name+": value", ctx.Value(key{}), 7)
			}
			cancel1()
			cancel2()
			cancel3()
			tm.Stop()
		}
	})
}

func TestTimeoutDeadline(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		tm, tc := aio.NewTimeout(co, time.Hour)
		defer tm.Stop()
		far := time.Now().Add(5 * time.Hour)
		wantErr(t, "SetDeadline", tm.SetDeadline(far), nil)
		when, set := tm.Deadline()
		want(t, "deadline", when, far)
		want(t, "there is one", set, true)
		wantErr(t, "no deadline", tm.SetDeadline(time.Time{}), nil)
		_, set = tm.Deadline()
		want(t, "there is one", set, false)
		wantErr(t, "its Context", tc.Err(), nil)
		wantErr(t, "past deadline", tm.SetDeadline(time.Now().Add(-1)), nil)
		wantErr(t, "its Context", tc.Err(), context.DeadlineExceeded)
	})
}

func TestTimeoutUnderRace(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for range 30 {
			outer, cancel := aio.WithCancelCause(co)
			tm, tc := aio.NewTimeout(outer, time.Hour)
			var wg aio.WaitGroup
			wg.Go(co, func(aio.Context) { _ = tm.Reset(1) })
			wg.Go(co, func(aio.Context) { _ = tm.Reset(time.Hour) })
			wg.Go(co, func(aio.Context) { cancel(errBoom) })
			wg.Go(co, func(co aio.Context) {
				_, cancel := context.WithCancel(tc)
				cancel()
			})
			aio.Recv(co, tc.Done())
			cause := context.Cause(tc)
			want(t, "expired is what the cause says", tm.Expired(), cause == context.DeadlineExceeded)
			if !tm.Expired() && !errors.Is(cause, errBoom) {
				t.Errorf("cause is %v", cause)
			}
			wg.Wait(co)
			tm.Stop()
		}
	})
}

// Given a timeout that expires while it is stopped, then Expired and the error of its Context agree on which came first.
func TestStopOfAnExpiringTimeout(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for range 5000 {
			limit, lc := aio.NewTimeout(co, time.Hour)
			expired := make(chan struct{})
			go func() { _ = limit.Reset(-1); close(expired) }()
			runtime.Gosched()
			limit.Stop()
			want(t, "the Context has ended", lc.Err() != nil, true)
			aio.Recv(co, expired)
			want(t, "Expired", limit.Expired(), errors.Is(lc.Err(), context.DeadlineExceeded))
		}
	})
}
