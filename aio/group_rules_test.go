package aio_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func TestChildCancelledByHandRule049(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for _, cause := range []error{nil, errBoom} {
			g, gc := aio.NewGroup(co)
			child, cancel := aio.WithCancelCause(gc)
			release := make(chan struct{})
			ended := make(chan struct{})
			g.Go(child, func(co aio.Context) error {
				defer close(ended)
				_, err := untilCancelled(co)
				return err
			})
			sibling := false
			g.Go(gc, func(co aio.Context) error { aio.Recv(co, release); sibling = true; return co.Err() })
			cancel(cause)
			aio.Recv(co, ended)
			wantErr(t, "the group", gc.Err(), nil)
			close(release)
			wantErr(t, "Wait", g.Wait(co), nil)
			want(t, "the sibling ended by itself", sibling, true)
		}
	})
}

// Given a child that was cancelled by hand and fails in its clean-up, or that missed a deadline of its own, then it failed.
func TestChildThatFailsOtherwiseRule225(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		child, cancel := aio.WithCancel(gc)
		cleanup := errors.New("clean-up failed")
		g.Go(child, func(co aio.Context) error { _, _ = untilCancelled(co); return cleanup })
		cancel()
		want(t, "Wait", g.Wait(co), cleanup)

		g, gc = aio.NewGroup(co)
		timed, cancel := aio.WithTimeout(gc, 1)
		defer cancel()
		g.Go(timed, func(co aio.Context) error { _, err := untilCancelled(co); return err })
		wantErr(t, "Wait", g.Wait(co), context.DeadlineExceeded)
	})
}

// Given a group that is cancelled from outside, then the cancellation that its tasks report comes out of Wait, as with
// errgroup: the work was not done.
func TestOutsideCancelComesOutOfWaitRule226(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		outer, cancel := aio.WithCancelCause(co)
		g, gc := aio.NewGroup(outer)
		for range 3 {
			g.Go(gc, func(co aio.Context) error { _, err := untilCancelled(co); return err })
		}
		cancel(errBoom)
		wantErr(t, "Wait", g.Wait(co), errBoom)

		outer, stop := aio.WithCancel(co)
		g, gc = aio.NewGroup(outer)
		g.Go(gc, func(co aio.Context) error { aio.Recv(co, co.Done()); return co.Err() })
		stop()
		want(t, "WaitFirst", g.WaitFirst(co), context.Canceled)
	})
}

func TestSpawnIntoAbortingOrFinishedGroupRule052(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		never := func(aio.Context) error { t.Error("started"); return nil }
		neverReady := func(aio.Context, func()) error { t.Error("started"); return nil }
		g, gc := aio.NewGroup(co)
		g.Go(gc, func(aio.Context) error { return errBoom })
		_, _ = untilCancelled(gc)
		for _, with := range []aio.Context{gc, co} { // also with a Context that is not that of the group
			want(t, "GoContext into an aborting group", g.GoContext(with, never), errBoom)
			want(t, "Start in an aborting group", g.Start(with, neverReady), errBoom)
		}
		want(t, "Wait", g.Wait(co), errBoom)
		want(t, "GoContext into a failed group", g.GoContext(gc, never), errBoom)

		g, gc = aio.NewGroup(co)
		wantErr(t, "GoContext", g.GoContext(gc, func(aio.Context) error { return nil }), nil)
		wantErr(t, "Wait", g.Wait(co), nil)
		wantErr(t, "GoContext into a finished group", g.GoContext(co, never), context.Canceled)

		var zero aio.Group // has no end
		wantErr(t, "GoContext into a zero group", zero.GoContext(co, func(aio.Context) error { return errBoom }), nil)
		want(t, "Wait", zero.Wait(co), errBoom)
		ran := false
		wantErr(t, "GoContext again", zero.GoContext(co, func(aio.Context) error { ran = true; return nil }), nil)
		want(t, "Wait", zero.Wait(co), errBoom)
		want(t, "ran", ran, true)
		wantErr(t, "GoContext on a cancelled Context", zero.GoContext(cancelled(co, errBoom), never), errBoom)
	})
}

// Given a group that has failed, when Go and TryGo are called, then the function runs, with a cancelled Context, as with
// errgroup.
func TestGoIntoAFailedGroupRunsRule227(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		g.SetLimit(1)
		g.Go(gc, func(aio.Context) error { return errBoom })
		ran := 0
		fn := func(co aio.Context) error {
			ran++
			want(t, "cause", context.Cause(co), errBoom)
			return context.Cause(co)
		}
		g.Go(gc, fn) // waits for the failure
		want(t, "Wait", g.Wait(co), errBoom)
		want(t, "TryGo", g.TryGo(gc, fn), true)
		want(t, "Wait again", g.WaitFirst(co), errBoom)
		want(t, "calls", ran, 2)
	})
}

// Given a full group, when the one that waits first for a place is cancelled, even after it was given one, then the place
// goes to the next; and nobody overtakes.
func TestGroupPlacesAreFairRule228(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		for _, given := range []bool{false, true} {
			var g aio.Group
			g.SetLimit(1)
			release := make(chan struct{})
			g.Go(co, func(co aio.Context) error { aio.Recv(co, release); return nil })
			var order []string
			starter := func(name string) *aio.Future[int] {
				return aio.Go(co, func(co aio.Context) (int, error) {
					return 0, g.GoContext(aio.Shield(co), func(aio.Context) error { order = append(order, name); return nil })
				})
			}
			victim := aio.Go(co, func(co aio.Context) (int, error) {
				return 0, g.GoContext(co, func(aio.Context) error { t.Error("started"); return nil })
			})
			a, b := starter("a"), starter("b")
			aio.Yield(co)
			want(t, "TryGo past the line", g.TryGo(co, func(aio.Context) error { return nil }), false)
			if given {
				aio.Go(co, func(co aio.Context) (int, error) { victim.Cancel(errBoom); return 0, nil })
			} else {
				victim.Cancel(errBoom)
			}
			close(release)
			_, err := victim.Await(co)
			wantErr(t, "cancelled starter", err, errBoom)
			_, err = aio.All(co, a, b)
			wantErr(t, "others", err, nil)
			wantErr(t, "Wait", g.Wait(co), nil)
			wantList(t, "order", order, []string{"a", "b"})
			g.SetLimit(2) // nobody is left
		}
	})
}

// Given several tasks in Wait, then each gets the same errors; and a task of the group that waits for its own group is a
// deadlock.
func TestManyWaitForAGroupRule229(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var g aio.Group
		release := make(chan struct{})
		g.Go(co, func(co aio.Context) error { aio.Recv(co, release); return errBoom })
		var wg aio.WaitGroup
		for range 5 {
			wg.Go(co, func(co aio.Context) { want(t, "Wait", g.Wait(co), errBoom) })
		}
		close(release)
		wg.Wait(co)
	})
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		stuck(t, func(co aio.Context) error {
			var g aio.Group
			g.Go(co, func(co aio.Context) error { return g.Wait(co) })
			return g.Wait(co)
		}, p)
	})
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		dead := stuck(t, func(co aio.Context) error {
			var g aio.Group
			g.SetLimit(1)
			g.Go(co, func(co aio.Context) error {
				g.Go(co, func(aio.Context) error { return nil }) // its own place is the only one
				return nil
			})
			return g.Wait(co)
		}, p, aio.Sealed())
		want(t, "message names the wait", strings.Contains(dead.Error(), "a free place in a Group"), true)
	})
}

// Given starters that wait because the limit is 0, when the limit is raised, then they go on in order.
func TestSetLimitLetsStartersInRule228(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var g aio.Group
		g.SetLimit(0)
		var order []int
		var starters aio.WaitGroup
		for i := range 4 {
			starters.Go(co, func(co aio.Context) {
				g.Go(co, func(co aio.Context) error { order = append(order, i); aio.Yield(co); return nil })
			})
		}
		aio.Yield(co)
		g.SetLimit(2)
		want(t, "TryGo past the line", g.TryGo(co, func(aio.Context) error { return nil }), false)
		starters.Wait(co)
		wantErr(t, "Wait", g.Wait(co), nil)
		wantList(t, "order", order, []int{0, 1, 2, 3})
	})
}

// Given a group inside another, which both fail at the same time, when the error of the inner one is handled, then the
// body of the outer one does not go on as if nothing had happened: its next await fails, and so does Wait.
func TestHandledInnerFailureKeepsTheOuterRule054(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		inner := errors.New("inner")
		outer, oc := aio.NewGroup(co)
		g, gc := aio.NewGroup(oc)
		failing := make(chan struct{})
		g.Go(gc, func(co aio.Context) error { aio.Recv(co, failing); return inner })
		outer.Go(oc, func(co aio.Context) error { aio.Recv(co, failing); return errBoom })
		close(failing)
		if err := g.Wait(oc); !errors.Is(err, inner) {
			t.Errorf("inner group: %v, want its own error", err)
		}
		_, err := untilCancelled(oc)
		want(t, "next await in the body of the outer group", err, errBoom)
		want(t, "outer group", outer.Wait(co), errBoom)
		wantErr(t, "the task around both", aio.SleepContext(co, 0), nil)
	})
}

// Given a task that starts others while it cleans up in an aborting group, then these are cancelled from the start, so that
// the group ends.
func TestStartedWhileAbortingRule227(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		g.Go(gc, func(co aio.Context) error {
			_, err := untilCancelled(co)
			g.Go(co, func(co aio.Context) error { _, err := untilCancelled(co); return err })
			return err
		})
		g.Go(gc, func(aio.Context) error { return errBoom })
		want(t, "Wait", g.Wait(co), errBoom)
	})
}

// A task of a group costs few allocations: the task itself, and what the closure of the caller needs.
func TestGroupAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates")
	}
	both(t, func(t *testing.T, co aio.Context) {
		var g aio.Group
		fn := func(aio.Context) error { return nil }
		const tasks = 100
		all := testing.AllocsPerRun(20, func() {
			for range tasks {
				g.Go(co, fn)
			}
			_ = g.Wait(co)
		})
		if per := all / tasks; per > 2.1 {
			t.Errorf("%.1f allocations for each task, want at most the task and its goroutine", per)
		} else {
			t.Logf("%.2f allocations for each task", per)
		}
	})
}
