//go:build go1.25

package aio_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// inBubble runs body in the main task under each policy, with a clock that only moves when everybody waits.
func inBubble(t *testing.T, body func(t *testing.T, co aio.Context)) {
	t.Helper()
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { under(t, p, body) })
		})
	}
}

func TestFakeClockRule088(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		start := time.Now()
		var wg aio.WaitGroup
		for i := range 5 {
			wg.Go(co, func(co aio.Context) { aio.Sleep(co, time.Duration(i)*time.Hour) })
		}
		wg.Go(co, func(co aio.Context) { aio.Call(co, func() { time.Sleep(9 * time.Hour) }) })
		wg.Wait(co)
		want(t, "time that passed", time.Since(start), 9*time.Hour)
		wantErr(t, "SleepContext", aio.SleepContext(co, time.Hour), nil)
		want(t, "time that passed", time.Since(start), 10*time.Hour)
	})
}

func TestTimeoutScopeRule030(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		late := errors.New("late")
		start := time.Now()
		scope, cancel := aio.WithTimeoutCause(co, time.Second, late)
		defer cancel()
		wantErr(t, "SleepContext", aio.SleepContext(scope, time.Minute), late)
		want(t, "time that passed", time.Since(start), time.Second)
		_, err := untilCancelled(scope)
		wantErr(t, "next await in the scope", err, late)
		_, err = aio.Go(co, func(co aio.Context) (int, error) { return 1, aio.SleepContext(co, time.Second) }).Await(co)
		wantErr(t, "await after the scope", err, nil)
	})
}

func TestBusyBodyPastBothDeadlinesRule034(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		errInner, errOuter := errors.New("inner"), errors.New("outer")
		outer, cancel := aio.WithTimeoutCause(co, 2*time.Second, errOuter)
		defer cancel()
		inner, cancel := aio.WithTimeoutCause(outer, time.Second, errInner)
		defer cancel()
		aio.Sleep(inner, 3*time.Second) // plain, hence not interrupted
		wantErr(t, "inner", aio.SleepContext(inner, 1), errInner)
		wantErr(t, "outer", aio.SleepContext(outer, 1), errOuter)
		wantErr(t, "task", aio.SleepContext(co, 1), nil)
	})
}

func TestTimedAwaitRule037(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		start := time.Now()
		f := aio.Go(co, func(co aio.Context) (int, error) {
			_, err := untilCancelled(co)
			aio.Sleep(co, time.Minute) // clean-up
			return 0, err
		})
		timed, cancel := aio.WithTimeout(co, time.Second)
		defer cancel()
		_, err := f.Await(timed)
		wantErr(t, "Await", err, context.DeadlineExceeded)
		want(t, "time that passed", time.Since(start), time.Second+time.Minute)
	})
}

func TestValueWinsOverDeadlineAtTheSameTime(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		for range 50 {
			timed, cancel := aio.WithTimeout(co, time.Second)
			ch := make(chan int, 1)
			f := aio.GoValue(co, func(co aio.Context) int { aio.Sleep(co, time.Second); ch <- 1; return 2 })
			aio.Call(co, func() { time.Sleep(time.Second); synctest.Wait() })
			aio.Recv(co, f.Done())
			v, ok, err := aio.RecvContext(timed, ch)
			want(t, "received", v, 1)
			want(t, "ok", ok, true)
			wantErr(t, "RecvContext", err, nil)
			v, err = f.Await(timed)
			want(t, "value", v, 2)
			wantErr(t, "Await", err, nil)
			cancel()
		}
	})
}

// A cancelled sleep leaves no timer behind: nothing is left in the bubble that could move its clock.
func TestCancelledSleepRule039(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		start := time.Now()
		var wg aio.WaitGroup
		scope, cancel := aio.WithCancelCause(co)
		for range 1000 {
			wg.Go(scope, func(co aio.Context) { wantErr(t, "SleepContext", aio.SleepContext(co, time.Hour), errBoom) })
		}
		aio.Sleep(co, time.Second)
		cancel(errBoom)
		wg.Wait(co)
		want(t, "time that passed", time.Since(start), time.Second)
	})
}

func TestBubbleIsLeftClean(t *testing.T) {
	for _, p := range policies {
		synctest.Test(t, func(t *testing.T) {
			err := aio.Run(t.Context(), func(co aio.Context) error {
				aio.Go(co, untilCancelled)
				var m aio.Mutex
				m.Lock(co)
				aio.Go(co, func(co aio.Context) (int, error) { return 0, m.LockContext(co) })
				aio.Yield(co)
				return nil
			}, aio.WithPolicy(p))
			wantErr(t, "Run", err, nil)
			err = aio.Run(t.Context(), func(co aio.Context) error {
				var m aio.Mutex
				m.Lock(co)
				m.Lock(co)
				return nil
			}, aio.WithPolicy(p))
			wantErr(t, "Run", err, aio.ErrDeadlock)
		})
	}
}
