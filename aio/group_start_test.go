package aio_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func TestStartRule056(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		err := g.Start(gc, func(co aio.Context, ready func()) error {
			aio.Yield(co)
			return errBoom
		})
		want(t, "error before ready", err, errBoom)
		wantErr(t, "the group", gc.Err(), nil)

		listening := false
		release := make(chan struct{})
		late := errors.New("late")
		err = g.Start(gc, func(co aio.Context, ready func()) error {
			aio.Yield(co)
			listening = true
			ready()
			aio.Recv(co, release)
			return late
		})
		wantErr(t, "Start", err, nil)
		want(t, "ready when Start returned", listening, true)
		close(release)
		_, err = untilCancelled(gc)
		want(t, "cause of the group", err, late)
		want(t, "Wait", g.Wait(co), late)
	})
}

// Given a task that ends without an error before it is ready, then Start fails all the same.
func TestStartOfATaskThatIsNeverReadyRule221(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var g aio.Group
		wantErr(t, "Start", g.Start(co, func(aio.Context, func()) error { return nil }), aio.ErrNotReady)
		err := g.Start(co, func(aio.Context, func()) error { runtime.Goexit(); return nil })
		wantErr(t, "Start of a task that exits", err, aio.ErrGoexit)
		wantErr(t, "Wait", g.Wait(co), nil)
	})
}

// Given Start whose caller is cancelled, then the task is cancelled too, and Start waits for its end.
func TestStartCancelledRule222(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		cleanup := errors.New("clean-up failed")
		for _, last := range []error{nil, errBoom, cleanup} {
			begun := make(chan struct{})
			ended := false
			f := aio.Go(gc, func(co aio.Context) (int, error) {
				return 0, g.Start(co, func(co aio.Context, ready func()) error {
					close(begun)
					_, err := untilCancelled(co)
					wantErr(t, "cause seen by the task", err, errBoom)
					aio.Yield(co)
					ended = true
					return last
				})
			})
			aio.Recv(co, begun)
			f.Cancel(errBoom)
			_, err := f.Await(co)
			if last == cleanup {
				wantErr(t, "Start", err, cleanup)
			} else {
				wantErr(t, "Start", err, errBoom)
			}
			want(t, "the task has ended", ended, true)
		}
		wantErr(t, "Wait", g.Wait(co), nil)
	})
}

// Given a task that goes on in spite of the cancellation and gets ready, then Start does not wait for its end: the task
// is one of the group.
func TestReadyInSpiteOfCancellationRule222(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		begun, release := make(chan struct{}), make(chan struct{})
		ended := false
		f := aio.Go(gc, func(co aio.Context) (int, error) {
			return 0, g.Start(co, func(co aio.Context, ready func()) error {
				close(begun)
				_, err := untilCancelled(co)
				ready()
				aio.Recv(co, release)
				ended = true
				return err
			})
		})
		aio.Recv(co, begun)
		f.Cancel(errBoom)
		_, err := f.Await(aio.Shield(co))
		wantErr(t, "Start", err, nil)
		close(release)
		wantErr(t, "Wait", g.Wait(co), nil)
		want(t, "the task has ended", ended, true)
	})
}

// Given a group that fails while a task is starting whose starter is not in the group, then the task is cancelled, and
// Start returns the error: the group does not wait for ever.
func TestGroupFailsWhileStartingRule224(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		begun := make(chan struct{})
		g.Go(gc, func(co aio.Context) error { aio.Recv(co, begun); return errBoom })
		err := g.Start(co, func(co aio.Context, ready func()) error {
			close(begun)
			_, err := untilCancelled(co)
			return err
		})
		want(t, "Start", err, errBoom)
		want(t, "Wait", g.Wait(co), errBoom)
	})
}

// Given ready that is called by a plain goroutine, and again later, then Start returns once and nothing else happens.
func TestReadyFromAnywhereRule223(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		release := make(chan struct{})
		var again func()
		err := g.Start(gc, func(co aio.Context, ready func()) error {
			again = ready
			go ready()
			aio.Recv(co, release)
			ready()
			return nil
		})
		wantErr(t, "Start", err, nil)
		again()
		close(release)
		wantErr(t, "Wait", g.Wait(co), nil)
		again()
	})
}

// Given a task that is ready, when the Context that its starter used otherwise ends, then it runs on: only that of the
// group, or the one given to Start, ends it.
func TestStartedTaskOutlivesItsStarterRule224(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		starter := aio.Go(co, func(co aio.Context) (int, error) {
			return 0, g.Start(aio.With(co, gc), func(co aio.Context, ready func()) error {
				ready()
				_, err := untilCancelled(co)
				return err
			})
		})
		_, err := starter.Await(co)
		wantErr(t, "Start", err, nil)
		g.Go(gc, func(aio.Context) error { return errBoom })
		want(t, "Wait", g.Wait(co), errBoom)
	})
}

func TestStartDeadlockRule086(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		dead := stuck(t, func(co aio.Context) error {
			var g aio.Group
			var m aio.Mutex
			m.Lock(co)
			return g.Start(co, func(co aio.Context, ready func()) error {
				m.Lock(co) // which the one that waits for ready holds
				ready()
				return nil
			})
		}, p)
		want(t, "tasks in the ring", len(dead.Cycle), 2)
	})
}

// Start returns when the server can be reached.
func ExampleGroup_Start() {
	_ = aio.Run(ctx, func(co aio.Context) error {
		g, gc := aio.NewGroup(co)
		requests := make(chan string)
		err := g.Start(gc, func(co aio.Context, ready func()) error {
			ready() // once it listens
			for r := range aio.Range(co, requests) {
				fmt.Println("served", r)
			}
			return nil
		})
		if err != nil {
			return err
		}
		aio.Send(co, requests, "a request")
		close(requests)
		return g.Wait(co)
	})
	// Output: served a request
}
