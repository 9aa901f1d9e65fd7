package aio_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

var errBoom = errors.New("boom")

func TestResolverCompletesOnceRule001(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f, r := aio.NewFuture[int]()
		wantErr(t, "Resolve", r.Resolve(1), nil)
		wantErr(t, "second Resolve", r.Resolve(2), aio.ErrInvalidState)
		wantErr(t, "Reject", r.Reject(errBoom), aio.ErrInvalidState)
		v, err := f.Await(co)
		want(t, "value", v, 1)
		wantErr(t, "Await", err, nil)
		want(t, "Cancel of a completed future", f.Cancel(errBoom), false)
	})
}

func TestAwaitOfCompletedDoesNotSwitchRule007(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		f, r := aio.NewFuture[int]()
		_ = r.Resolve(1)
		ran := false
		aio.Spawn(co, func(aio.Context) { ran = true })
		_, _ = f.Await(co)
		f.Value(co)
		want(t, "other task ran", ran, false)
		aio.Yield(co)
		want(t, "other task ran after Yield", ran, true)
	})
}

// Only NewFuture gives a resolver; Cancel does not complete the future of a task, its task does.
func TestOnlyTheTaskCompletesItsFutureRule008(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		begun, release := make(chan struct{}), make(chan struct{})
		f := aio.Go(co, func(co aio.Context) (int, error) {
			close(begun)
			aio.Recv(co, release)
			return 5, nil
		})
		aio.Recv(co, begun)
		want(t, "Cancel", f.Cancel(errBoom), true)
		select {
		case <-f.Done():
			t.Error("Cancel completed the future of a task that runs")
		default:
		}
		close(release)
		v, err := f.Await(co)
		want(t, "value", v, 5)
		wantErr(t, "Await", err, nil)
	})
}

func TestTaskIdentityRule009(t *testing.T) {
	type key struct{}
	both(t, func(t *testing.T, co aio.Context) {
		var wg aio.WaitGroup
		for i := range 20 {
			wg.Go(aio.WithValue(co, key{}, i), func(co aio.Context) {
				for range 5 {
					aio.Yield(co)
					want[any](t, "identity", co.Value(key{}), i)
				}
			})
		}
		wg.Wait(co)
	})
}

func TestSpawningDoesNotSwitchRule010(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var order []string
		note := func(s string) func(aio.Context) { return func(aio.Context) { order = append(order, s) } }
		var wg aio.WaitGroup
		aio.Spawn(co, note("spawn"))
		f := aio.GoValue(co, func(aio.Context) int { order = append(order, "value"); return 0 })
		wg.Go(co, note("group"))
		order = append(order, "main")
		wg.Wait(co)
		f.Value(co)
		if w := []string{"main", "spawn", "value", "group"}; !slices.Equal(order, w) {
			t.Errorf("order is %v, want %v", order, w)
		}
	})
}

func TestManyAwaiters(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f, r := aio.NewFuture[int]()
		var wg aio.WaitGroup
		for range 50 {
			wg.Go(co, func(co aio.Context) { want(t, "value", f.Value(co), 7) })
		}
		aio.Yield(co)
		_ = r.Resolve(7)
		wg.Wait(co)
	})
}

// Value is the receive from a result channel: not interrupted.
func TestValueIsNotInterrupted(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		release := make(chan struct{})
		f := aio.GoValue(co, func(co aio.Context) int { aio.Recv(co, release); return 3 })
		aio.Spawn(co, func(aio.Context) { close(release) })
		want(t, "value", f.Value(cancelled(co, errBoom)), 3)
	})
}

// A task of GoValue stands for a plain goroutine: it runs although its context is cancelled, and Await leaves it alone.
func TestGoValueAlwaysRuns(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		dead := cancelled(co, errBoom)
		release := make(chan struct{})
		f := aio.GoValue(dead, func(co aio.Context) int { aio.Recv(co, release); return 3 })
		_, err := f.Await(dead)
		wantErr(t, "Await", err, errBoom)
		want(t, "Cancel", f.Cancel(errBoom), false)
		close(release)
		want(t, "value", f.Value(co), 3)
	})
}

func TestWaitFromGoroutineRule084(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f := aio.Go(co, func(co aio.Context) (int, error) { return 0, errBoom })
		err := aio.Call1(co, func() error { _, err := f.Wait(context.Background()); return err })
		wantErr(t, "error of the task", err, errBoom)

		begun := make(chan struct{})
		g := aio.Go(co, func(co aio.Context) (int, error) {
			close(begun)
			return untilCancelled(co)
		})
		ctx, cancel := context.WithCancelCause(context.Background())
		err = aio.Call1(co, func() error {
			<-begun
			cancel(errBoom)
			_, err := g.Wait(ctx)
			return err
		})
		wantErr(t, "Wait", err, errBoom)
		_, err = g.Await(co)
		wantErr(t, "the task was cancelled", err, errBoom)
	})
}

func TestAllRule042(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		release := make(chan struct{})
		slow := aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, release); return 0, errors.New("late") })
		fails := aio.Go(co, func(co aio.Context) (int, error) { return 0, errBoom })
		_, err := aio.All(co, slow, fails)
		wantErr(t, "All", err, errBoom)
		select {
		case <-slow.Done():
			t.Error("the sibling was stopped")
		default:
		}
		close(release) // its error must not come out of Run
	})
}

func TestAllRule043(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		wait := untilCancelled
		a, b := aio.Go(co, wait), aio.Go(co, wait)
		_, err := aio.All(cancelled(co, errBoom), a, b)
		wantErr(t, "All", err, errBoom)
		_, err = a.Await(co)
		wantErr(t, "first", err, errBoom)
		_, err = b.Await(co)
		wantErr(t, "second", err, errBoom)

		c, d := aio.Go(co, wait), aio.Go(co, wait)
		d.Cancel(errBoom)
		_, err = aio.All(co, c, d)
		wantErr(t, "All with one cancelled by hand", err, errBoom)
		wantErr(t, "caller", co.Err(), nil)
		c.Cancel(nil)
	})
}

func TestAllReturnsInOrderRule044(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		first := make(chan struct{})
		a := aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, first); return 1, nil })
		b := aio.Go(co, func(co aio.Context) (int, error) { close(first); return 2, nil })
		got, err := aio.All(co, a, b, a)
		wantErr(t, "All", err, nil)
		if !slices.Equal(got, []int{1, 2, 1}) {
			t.Errorf("values are %v, want [1 2 1]", got)
		}
		none, err := aio.All[int](co)
		want(t, "number of values", len(none), 0)
		wantErr(t, "All of nothing", err, nil)
	})
}

func TestRace(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		slow := aio.Go(co, untilCancelled)
		quick := aio.Go(co, func(co aio.Context) (int, error) { return 2, nil })
		v, err := aio.Race(co, slow, quick)
		want(t, "value", v, 2)
		wantErr(t, "Race", err, nil)
		select {
		case <-slow.Done():
		default:
			t.Error("Race returned before the loser ended")
		}
	})
}

func TestWaitInsideATaskRule082(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		check := func(co aio.Context) {
			f := aio.Go(co, func(aio.Context) (int, error) { return 1, nil })
			_, err := f.Wait(context.Background())
			wantErr(t, "Wait", err, aio.ErrInTask)
			v, err := f.Await(co)
			want(t, "value", v, 1)
			wantErr(t, "Await", err, nil)
			v, err = f.Wait(context.Background())
			want(t, "value of a completed future", v, 1)
			wantErr(t, "Wait for a completed future", err, nil)
		}
		check(co)
		aio.GoValue(co, func(co aio.Context) int { check(co); return 0 }).Value(co)
	})
}
