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

// Given a deadline that is moved, in both directions, then the awaits fail at the last one, and not before.
func TestMovedDeadlineRule041(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		start := time.Now()
		tm, tc := aio.NewTimeout(co, time.Second)
		defer tm.Stop()
		for range 5 {
			wantErr(t, "SleepContext", aio.SleepContext(tc, 900*time.Millisecond), nil)
			wantErr(t, "Reset", tm.Reset(time.Second), nil)
		}
		wantErr(t, "SleepContext", aio.SleepContext(tc, time.Hour), context.DeadlineExceeded)
		want(t, "time that passed", time.Since(start), 5500*time.Millisecond)

		start = time.Now()
		sooner, sc := aio.NewTimeout(co, time.Hour)
		defer sooner.Stop()
		aio.Spawn(co, func(aio.Context) { _ = sooner.Reset(time.Minute) })
		wantErr(t, "SleepContext", aio.SleepContext(sc, 2*time.Hour), context.DeadlineExceeded)
		want(t, "time that passed", time.Since(start), time.Minute)
		wantErr(t, "after the scope", aio.SleepContext(co, 1), nil)
	})
}

// Given a timeout scope that expires, then the body's awaits fail with the deadline's cause, and after the scope the task
// awaits normally.
func TestTimeoutWithCauseRule030(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		late := errors.New("late")
		tm, tc := aio.NewTimeoutCause(co, time.Second, late)
		wantErr(t, "SleepContext", aio.SleepContext(tc, time.Minute), late)
		_, err := untilCancelled(tc)
		wantErr(t, "next await in the scope", err, late)
		wantErr(t, "error of the context", tc.Err(), context.DeadlineExceeded)
		tm.Stop()
		wantErr(t, "await after the scope", aio.SleepContext(co, time.Second), nil)
	})
}

// Given a busy body past both deadlines, then the inner Timeout is caught and the next await is stopped by the outer.
func TestNestedTimeoutsRule034(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		errInner, errOuter := errors.New("inner"), errors.New("outer")
		outer, oc := aio.NewTimeoutCause(co, 2*time.Second, errOuter)
		defer outer.Stop()
		inner, ic := aio.NewTimeoutCause(oc, time.Second, errInner)
		defer inner.Stop()
		aio.Sleep(ic, 3*time.Second)
		wantErr(t, "inner", aio.SleepContext(ic, 1), errInner)
		wantErr(t, "outer", aio.SleepContext(oc, 1), errOuter)
		wantErr(t, "task", aio.SleepContext(co, 1), nil)
	})
}

// Given an outer deadline that passes first, then the inner Timeout ends with its cause, and has not expired itself.
func TestOuterDeadlineFirst(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		outer, cancel := aio.WithTimeoutCause(co, time.Second, errBoom)
		defer cancel()
		tm, tc := aio.NewTimeout(outer, time.Minute)
		defer tm.Stop()
		when, set := tc.Deadline()
		want(t, "the outer deadline is told", set && when.Equal(time.Now().Add(time.Second)), true)
		wantErr(t, "SleepContext", aio.SleepContext(tc, time.Hour), errBoom)
		synctest.Wait()
		want(t, "Expired", tm.Expired(), false)
		wantErr(t, "error of the context", tc.Err(), context.DeadlineExceeded)
	})
}

// Given Stop, then nothing is left that could move the clock.
func TestStoppedTimeoutLeavesNothingRule039(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		start := time.Now()
		for range 100 {
			tm, _ := aio.NewTimeout(co, time.Hour)
			_ = tm.Reset(time.Minute)
			tm.Stop()
		}
		aio.Sleep(co, 2*time.Second)
		want(t, "time that passed", time.Since(start), 2*time.Second)
	})
}
