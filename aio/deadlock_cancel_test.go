package aio_test

import (
	"context"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// ring starts two tasks that wait for each other, the first one with the Context that below returns, and returns that one.
func ring(co aio.Context, below func(aio.Context) aio.Context) *aio.Future[int] {
	begin := make(chan struct{})
	var a, b *aio.Future[int]
	a = aio.Go(co, func(co aio.Context) (int, error) {
		sub := below(co)
		aio.Recv(co, begin)
		return b.Join(sub)
	})
	b = aio.GoValue(co, func(co aio.Context) int {
		aio.Recv(co, begin)
		return a.Value(co)
	})
	close(begin)
	return a
}

func same(co aio.Context) aio.Context { return co }

// Given tasks that wait for each other, one of them with a cancellation that a timer is about to fire, then that is no
// deadlock.
func TestRingThatTimerCancels(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		a := ring(co, func(co aio.Context) aio.Context {
			sub, cancel := aio.WithCancelCause(co)
			time.AfterFunc(5*time.Millisecond, func() { cancel(errBoom) })
			return sub
		})
		_, err := a.Await(co)
		wantErr(t, "task of the ring", err, errBoom)
	})
}

// Given tasks that wait for each other below a context that somebody outside may cancel, then that is no deadlock.
func TestRingBelowForeignCancellation(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		ctx, cancel := context.WithCancelCause(context.Background())
		err := aio.Run(ctx, func(co aio.Context) error {
			a := ring(co, same)
			time.AfterFunc(5*time.Millisecond, func() { cancel(errBoom) })
			_, err := a.Await(co)
			return err
		}, p)
		wantErr(t, "Run", err, errBoom)
	})
}

// Given tasks that wait for each other, when a task that still runs cancels one of them, then they go on, although the main
// task waits for all.
func TestRingThatSupervisorCancels(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var wg aio.WaitGroup
		a := ring(co, same)
		wg.Go(co, func(co aio.Context) {
			_, err := a.Await(co)
			wantErr(t, "task of the ring", err, errBoom)
		})
		wg.Go(co, func(co aio.Context) {
			aio.Sleep(co, 5*time.Millisecond)
			a.Cancel(errBoom)
		})
		wg.Wait(co)
	})
}

// Given tasks that wait for each other and cannot be cancelled, when the main task begins to wait for them only then, by
// way of a group, then Run reports the deadlock, although some other task goes on.
func TestRingBeforeMainWaits(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		quit := make(chan struct{})
		defer close(quit)
		stuck(t, func(co aio.Context) error {
			aio.Spawn(co, func(co aio.Context) { aio.Recv(co, quit) })
			var wg aio.WaitGroup
			begin := make(chan struct{})
			var a, b *aio.Future[int]
			a = aio.GoValue(co, func(co aio.Context) int { aio.Recv(co, begin); return b.Value(co) })
			b = aio.GoValue(co, func(co aio.Context) int { aio.Recv(co, begin); return a.Value(co) })
			wg.Go(co, func(co aio.Context) { aio.Recv(co, begin); b.Value(co) })
			close(begin)
			for waiting(co) < 3 {
				aio.Sleep(co, time.Millisecond)
			}
			wg.Wait(co)
			return nil
		}, p)
	})
}

// Given a sealed Run whose main task waits for something else, when the last task that still ran closes a ring, then Run
// notices that all have stopped.
func TestRingThatMainDoesNotWaitFor(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		dead := stuck(t, func(co aio.Context) error {
			q := aio.NewQueue[int](0)
			var a *aio.Future[int]
			a = aio.GoValue(co, func(co aio.Context) int {
				for waiting(co) < 1 {
					aio.Yield(co)
				}
				return a.Value(co)
			})
			_, err := q.Get(co)
			return err
		}, p, aio.Sealed())
		want(t, "tasks that are stuck", len(dead.Tasks), 2)
	})
}

// waiting returns how many tasks of the loop of co wait for others.
func waiting(co aio.Context) int {
	n := 0
	for _, i := range aio.LoopTasks(co) {
		if i.State == aio.TaskWaiting {
			n++
		}
	}
	return n
}
