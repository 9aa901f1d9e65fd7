package aio_test

import (
	"context"
	"errors"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func TestGroupFailsFastRule048(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		begun := make(chan struct{})
		cleanup := errors.New("clean-up failed")
		g.Go(gc, func(co aio.Context) error {
			close(begun)
			_, err := untilCancelled(co)
			wantErr(t, "cause seen by the sibling", err, errBoom)
			return err
		})
		g.Go(gc, func(co aio.Context) error {
			aio.Recv(co, co.Done())
			return co.Err()
		})
		g.Go(gc, func(co aio.Context) error {
			_, _ = untilCancelled(co)
			return cleanup
		})
		g.Go(gc, func(co aio.Context) error { aio.Recv(co, begun); return errBoom })
		_, bodyErr := untilCancelled(gc)
		wantErr(t, "body", bodyErr, errBoom)
		err := g.Wait(co)
		want(t, "Error of Wait", err.Error(), "boom\nclean-up failed")
		wantErr(t, "first", err, errBoom)
		wantErr(t, "second", err, cleanup)
	})
}

func TestGroupReturnsTheVeryError(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		for range 3 {
			g.Go(gc, func(co aio.Context) error { _, err := untilCancelled(co); return err })
		}
		g.Go(gc, func(aio.Context) error { return errBoom })
		want(t, "error", g.Wait(co), errBoom)

		ok, okc := aio.NewGroup(co)
		ok.Go(okc, func(aio.Context) error { return nil })
		want(t, "error of a group without failures", ok.Wait(co), nil)
		wantErr(t, "Context after Wait", okc.Err(), context.Canceled)
	})
}

func TestGroupFailureAndOutsideCancelRule050(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		outside := errors.New("outside")
		outer, cancel := aio.WithCancelCause(co)
		g, gc := aio.NewGroup(outer)
		g.Go(gc, func(aio.Context) error { return errBoom })
		g.Go(gc, func(co aio.Context) error { _, err := untilCancelled(co); cancel(outside); return err })
		wantErr(t, "Wait", g.Wait(outer), errBoom)
		_, err := untilCancelled(outer)
		wantErr(t, "next await", err, outside)
	})
}

func TestHandledGroupFailureRule051(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		g.Go(gc, func(aio.Context) error { return errBoom })
		wantErr(t, "Wait", g.Wait(co), errBoom)
		wantErr(t, "surrounding task", co.Err(), nil)
		wantErr(t, "its next await", aio.SleepContext(co, 1), nil)
	})
}

func TestChildSpawnsIntoItsGroupRule052(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var g aio.Group
		n := 0
		g.Go(co, func(co aio.Context) error {
			aio.Sleep(co, 1000) // the body waits by now
			g.Go(co, func(co aio.Context) error { aio.Sleep(co, 1000); n++; return nil })
			return nil
		})
		wantErr(t, "Wait", g.Wait(co), nil)
		want(t, "grandchildren that ended", n, 1)
	})
}

func TestNestedGroupsRule054(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		inner := errors.New("inner")
		outer, oc := aio.NewGroup(co)
		both := make(chan struct{})
		outer.Go(oc, func(co aio.Context) error {
			g, gc := aio.NewGroup(aio.Shield(co))
			g.Go(gc, func(co aio.Context) error { aio.Recv(co, both); return inner })
			err := g.Wait(co)
			want(t, "error of the inner group", err, inner)
			return err
		})
		outer.Go(oc, func(aio.Context) error { close(both); return errBoom })
		err := outer.Wait(co)
		wantErr(t, "outer", err, errBoom)
		wantErr(t, "outer", err, inner)
	})
}

// The zero Group keeps siblings running and all their errors.
func TestZeroGroup(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var g aio.Group
		release := make(chan struct{})
		g.Go(co, func(aio.Context) error { return errBoom })
		g.Go(co, func(co aio.Context) error { aio.Recv(co, release); return context.Canceled })
		close(release)
		err := g.Wait(co)
		wantErr(t, "first", err, errBoom)
		wantErr(t, "second", err, context.Canceled)
	})
}

// A task of a group runs although its Context is cancelled, as with errgroup.
func TestGroupTaskAlwaysRuns(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var g aio.Group
		ran := false
		g.Go(cancelled(co, errBoom), func(co aio.Context) error { ran = true; return nil })
		wantErr(t, "Wait", g.Wait(co), nil)
		want(t, "ran", ran, true)
	})
}

func TestGroupLimit(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var g aio.Group
		g.SetLimit(3)
		var m aio.Mutex
		active, most := 0, 0
		for range 20 {
			g.Go(co, func(co aio.Context) error {
				m.Lock(co)
				active++
				most = max(most, active)
				m.Unlock()
				aio.Sleep(co, 1000)
				m.Lock(co)
				active--
				m.Unlock()
				return nil
			})
		}
		wantErr(t, "Wait", g.Wait(co), nil)
		if most > 3 {
			t.Errorf("%d tasks at once, want at most 3", most)
		}
		g.SetLimit(1)
		release := make(chan struct{})
		hold := func(co aio.Context) error { aio.Recv(co, release); return nil }
		want(t, "TryGo into an empty group", g.TryGo(co, hold), true)
		want(t, "TryGo into a full group", g.TryGo(co, hold), false)
		func() {
			defer func() {
				if recover() == nil {
					t.Error("SetLimit with active tasks did not panic")
				}
			}()
			g.SetLimit(2)
		}()
		close(release)
		_ = g.Wait(co)
	})
}

func TestWaitGroupMixedUse(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var wg aio.WaitGroup
		wg.Wait(co) // of nothing
		var m aio.Mutex
		n := 0
		count := func(co aio.Context) { m.Lock(co); n++; m.Unlock() }
		wg.Add(2)
		aio.Spawn(co, func(co aio.Context) { defer wg.Done(); count(co) })
		go func() { defer wg.Done() }()
		wg.Go(co, func(co aio.Context) {
			wg.Go(co, count)
			count(co)
		})
		wg.Wait(co)
		want(t, "count", n, 3)
		wg.Go(co, count) // again
		wg.Wait(co)
		want(t, "count", n, 4)
		defer func() { want[any](t, "recovered", recover(), "sync: negative WaitGroup counter") }()
		wg.Done()
	})
}
