package aio_test

import (
	"context"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Given a function that was posted right before main returns, then it runs all the same: nothing that was posted is lost.
func TestPostBeforeTheEndRule230(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		ran := make(chan struct{})
		wantErr(t, "Run", loop.Run(context.Background(), func(aio.Context) error {
			loop.Post(func(aio.Context) { close(ran) })
			return nil
		}), nil)
		<-ran
	})
}

// Given a loop without a Run, when something is posted or done, then it runs: a loop needs nobody who drives it.
func TestLoopNeedsNoRunRule231(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		ran := make(chan struct{})
		loop.Post(func(co aio.Context) {
			aio.GoValue(co, func(aio.Context) int { return 0 }).Value(co)
			close(ran)
		})
		<-ran
		wantErr(t, "Do", loop.Do(context.Background(), func(aio.Context) error { return errBoom }), errBoom)
	})
}

// Given Do whose context ends while its function cleans up, then Do returns after the clean-up, so that what the function
// shares with its caller is no longer used.
func TestDoWaitsForCleanUpRule233(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		ctx, cancel := context.WithCancelCause(context.Background())
		shared := 0
		err := loop.Do(ctx, func(co aio.Context) error {
			cancel(errBoom)
			_, err := untilCancelled(co)
			aio.Sleep(co, 1)
			shared++
			return err
		})
		shared++
		wantErr(t, "Do", err, errBoom)
		want(t, "steps", shared, 2)
	})
}

// Given a timer that is reset by its own function, then it runs again, as often as it is reset.
func TestTimerResetsItselfRule243(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		runs, done := 0, make(chan struct{})
		timers := make(chan *aio.Timer, 1)
		timers <- aio.After(co, 1, func(co aio.Context) {
			tm := aio.Recv(co, timers)
			if runs++; runs == 5 {
				close(done)
				return
			}
			timers <- tm
			tm.Reset(time.Duration(runs % 2))
		})
		aio.Recv(co, done)
		want(t, "runs", runs, 5)
	})
}

// Given a timer without delay and tasks that are started later in the same turn, then the tasks that were ready are first.
func TestTimerComesAfterReadyTasksRule244(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var n notes
		aio.After(co, 0, n.adds("timer"))
		aio.Spawn(co, n.adds("task"))
		for range 3 {
			aio.Yield(co)
		}
		n.want(t, "task", "timer")
	})
}

// Given a callback that was registered with a Context that is cancelled, then it runs all the same: what must happen when a
// future is completed must not depend on who was interested.
func TestCallbackOfCancelledTaskRule246(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f, r := aio.NewFuture[int]()
		ran := make(chan error, 1)
		f.AfterFunc(cancelled(co, errBoom), func(co aio.Context) { ran <- context.Cause(co) })
		_ = r.Resolve(1)
		wantErr(t, "cause in the callback", aio.Recv(co, ran), errBoom)
	})
}

// Given a callback that panics and is captured, then the other callbacks of the future run.
func TestCallbackAfterAPanicRule247(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f, r := aio.NewFuture[int]()
		panics, done := 0, make(chan struct{})
		f.AfterFunc(co, aio.CaptureTo(func(*aio.PanicError) { panics++ }, func(aio.Context) { explode("first") }))
		f.AfterFunc(co, func(aio.Context) { close(done) })
		_ = r.Resolve(1)
		aio.Recv(co, done)
		want(t, "panics", panics, 1)
	})
}

// Given a callback that registers another one on the same future, then that runs at a later turn, not inside.
func TestCallbackRegistersACallbackRule248(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f, r := aio.NewFuture[int]()
		var n notes
		done := make(chan struct{})
		f.AfterFunc(co, func(co aio.Context) {
			gate := make(chan struct{})
			f.AfterFunc(co, func(co aio.Context) { aio.Recv(co, gate); n.add("inner"); close(done) })
			n.add("outer") // it would not come here, if the inner one ran inside
			close(gate)
		})
		_ = r.Resolve(1)
		aio.Recv(co, done)
		n.want(t, "outer", "inner")
	})
}

// Given an operation that calls back several times, from several goroutines, then one call counts and the others do nothing.
func TestManyCallsBackRule249(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for range 20 {
			var back func(int, error)
			f := aio.FromFunc(co, func(done func(int, error)) func() { back = done; return func() { t.Error("called off") } })
			var wg aio.WaitGroup
			for i := range 4 {
				wg.Go(co, func(aio.Context) { back(i, nil) })
			}
			v, err := f.Await(co)
			wantErr(t, "Await", err, nil)
			wg.Wait(co)
			again, _ := f.Await(co)
			want(t, "value afterwards", again, v)
		}
	})
}

// Given a callback on a future of another loop, then it runs on the loop of the one who asked, whoever completes the future.
func TestCallbackRunsOnItsOwnLoopRule252(t *testing.T) {
	other := aio.NewLoop(aio.WithPolicy(aio.Serial))
	serially(t, func(t *testing.T, co aio.Context) {
		here := aio.LoopOf(co)
		f, r := aio.NewFuture[int]()
		ran := make(chan error, 2)
		f.AfterFunc(co, func(aio.Context) {
			ran <- here.Do(context.Background(), func(aio.Context) error { return nil })
			ran <- other.Do(context.Background(), func(aio.Context) error { return nil })
		})
		wantErr(t, "Do", other.Do(co, func(aio.Context) error { return r.Resolve(1) }), nil)
		wantErr(t, "Do of its own loop", aio.Recv(co, ran), aio.ErrInTask)
		wantErr(t, "Do of the other loop", aio.Recv(co, ran), nil)
	})
}

// Given two nested limits, then Expired tells which of them has passed, whatever error the code between made of it.
func TestWhichLimitRule250(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		outer, oc := aio.NewTimeout(co, time.Hour)
		defer outer.Stop()
		inner, ic := aio.NewTimeout(oc, 1000)
		defer inner.Stop()
		_, err := untilCancelled(ic)
		wantErr(t, "await", err, context.DeadlineExceeded)
		want(t, "inner", inner.Expired(), true)
		want(t, "outer", outer.Expired(), false)
		wantErr(t, "outer Context", oc.Err(), nil)
	})
}

// Given a body that makes its own DeadlineExceeded, then the limit around it has not expired.
func TestForeignTimeoutErrorRule251(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		tm, tc := aio.NewTimeout(co, time.Hour)
		err := func() error {
			own, cancel := aio.WithTimeout(tc, 0)
			defer cancel()
			return aio.SleepContext(own, 1)
		}()
		wantErr(t, "body", err, context.DeadlineExceeded)
		tm.Stop()
		want(t, "Expired", tm.Expired(), false)
	})
}

// Given a timer that is due while a task has its turn, then its function does not run before the task lets others run.
func TestTimerDoesNotInterruptRule253(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		ran := false
		fired := make(chan struct{})
		aio.After(co, 1, func(aio.Context) { ran = true; close(fired) })
		time.Sleep(time.Millisecond) // not a mark
		want(t, "the timer ran", ran, false)
		aio.Recv(co, fired)
	})
}

// Given a value in the context, then jobs, timers and callbacks see it, as tasks do.
func TestValuesTravelRule255(t *testing.T) {
	type key struct{}
	both(t, func(t *testing.T, co aio.Context) {
		co = aio.WithValue(co, key{}, "v")
		got := make(chan any, 5)
		f := aio.Offload(co, aio.Unbounded, func(ctx context.Context) (int, error) { got <- ctx.Value(key{}); return 0, nil })
		aio.After(co, 0, func(co aio.Context) { got <- co.Value(key{}) })
		f.AfterFunc(co, func(co aio.Context) { got <- co.Value(key{}) })
		for range 3 {
			want[any](t, "value", aio.Recv(co, got), "v")
		}
	})
}

// Given a timed Await and a timed Join of the same kind of task, then the first cancels the task and the second does not.
func TestAwaitOwnsAndJoinDoesNotRule257(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		begun := make(chan struct{}, 2)
		body := func(co aio.Context) (int, error) { begun <- struct{}{}; return untilCancelled(co) }
		owned, joined := aio.Go(co, body), aio.Go(co, body)
		aio.Recv(co, begun)
		aio.Recv(co, begun)
		timed, cancel := aio.WithTimeout(co, 0)
		defer cancel()
		_, err := joined.Join(timed)
		wantErr(t, "Join", err, context.DeadlineExceeded)
		_, err = owned.Await(timed)
		wantErr(t, "Await", err, context.DeadlineExceeded)
		select {
		case <-joined.Done():
			t.Error("Join ended the task")
		default:
		}
		joined.Cancel(nil)
	})
}

// Given things made in one Run of a loop, then they work in the next one.
func TestThingsOutliveARunRule258(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		var m aio.Mutex
		q := aio.NewQueue[int](0)
		f, r := aio.NewFuture[int]()
		wantErr(t, "first Run", loop.Run(context.Background(), func(co aio.Context) error { m.Lock(co); return q.Put(co, 1) }), nil)
		wantErr(t, "second Run", loop.Run(context.Background(), func(co aio.Context) error {
			m.Unlock()
			_ = r.Resolve(2)
			v, err := q.Get(co)
			want(t, "item", v, 1)
			return err
		}), nil)
		v, err := f.Wait(context.Background())
		want(t, "value", v, 2)
		wantErr(t, "Wait", err, nil)
	})
}

// Given a captured panic in a task of a group, then the siblings are cancelled and Wait returns the panic.
func TestPanicInAGroupRule259(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		g.Go(gc, func(co aio.Context) error { _, err := untilCancelled(co); return err })
		g.Go(gc, aio.CaptureErr(func(aio.Context) error { explode("sibling"); return nil }))
		want(t, "Wait", g.Wait(co).Error(), "aio: panic: sibling")
	})
}
