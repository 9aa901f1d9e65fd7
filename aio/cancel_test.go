package aio_test

import (
	"context"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func TestCancelBeforeStartRule013(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		ran := false
		f := aio.Go(co, func(aio.Context) (int, error) { ran = true; return 1, nil })
		want(t, "Cancel", f.Cancel(errBoom), true)
		_, err := f.Await(co)
		wantErr(t, "Await", err, errBoom)
		want(t, "body ran", ran, false)
	})
	both(t, func(t *testing.T, co aio.Context) {
		f := aio.Go(cancelled(co, errBoom), func(aio.Context) (int, error) { t.Error("body ran"); return 1, nil })
		_, err := f.Await(co)
		wantErr(t, "started with a cancelled Context", err, errBoom)
	})
}

func TestCancelledAwaitCancelsTheFutureRule014(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		innerBegun, outerBegun := make(chan struct{}), make(chan struct{})
		inner := aio.Go(co, func(co aio.Context) (int, error) { close(innerBegun); return untilCancelled(co) })
		outer := aio.Go(co, func(co aio.Context) (int, error) { close(outerBegun); return inner.Await(co) })
		aio.Recv(co, innerBegun)
		aio.Recv(co, outerBegun)
		aio.Yield(co)
		outer.Cancel(errBoom)
		_, err := outer.Await(co)
		wantErr(t, "outer", err, errBoom)
		_, err = inner.Await(co)
		wantErr(t, "inner", err, errBoom)

		promise, r := aio.NewFuture[int]()
		_, err = promise.Await(cancelled(co, errBoom))
		wantErr(t, "Await of a promise", err, errBoom)
		wantErr(t, "Resolve of the cancelled promise", r.Resolve(1), aio.ErrInvalidState)
	})
}

func TestTaskThatCancelsItselfRule015(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		co, cancel := aio.WithCancelCause(co)
		cancel(errBoom)
		f, _ := aio.NewFuture[int]()
		_, err := f.Await(co)
		wantErr(t, "Await", err, errBoom)
		wantErr(t, "SleepContext", aio.SleepContext(co, 1<<60), errBoom)
		_, _, err = aio.RecvContext(co, make(chan int))
		wantErr(t, "RecvContext", err, errBoom)
		wantErr(t, "SendContext", aio.SendContext(co, make(chan int), 1), errBoom)
		var m aio.Mutex
		wantErr(t, "LockContext", m.LockContext(co), errBoom)
		_, err = aio.NewQueue[int](0).Get(co)
		wantErr(t, "Get", err, errBoom)
	})
}

func TestCancelledWhileRunnableRule017(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		outer := aio.Go(co, func(co aio.Context) (int, error) {
			aio.Yield(co) // cancelled while it is ready
			child := aio.Go(aio.Shield(co), func(aio.Context) (int, error) { t.Error("child ran"); return 1, nil })
			return child.Await(co)
		})
		aio.Yield(co)
		outer.Cancel(errBoom)
		_, err := outer.Await(co)
		wantErr(t, "outer", err, errBoom)
	})
}

func TestValueAfterCancellationRule018(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		begun := make(chan struct{})
		f := aio.Go(co, func(co aio.Context) (int, error) {
			close(begun)
			_, _ = untilCancelled(co)
			return 9, nil
		})
		aio.Recv(co, begun)
		f.Cancel(errBoom)
		v, err := f.Await(co)
		want(t, "value", v, 9)
		wantErr(t, "Await", err, nil)
	})
}

func TestCancellationIsLevelTriggeredRule019(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		dead := cancelled(co, errBoom)
		for range 3 {
			_, err := untilCancelled(dead)
			wantErr(t, "await", err, errBoom)
		}
		f := aio.Go(aio.Shield(dead), func(co aio.Context) (int, error) { return 4, aio.SleepContext(co, 1) })
		v, err := f.Await(aio.Shield(dead))
		want(t, "value under Shield", v, 4)
		wantErr(t, "Await under Shield", err, nil)
	})
}

func TestCancelOfFinishedTaskRule020(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f := aio.Go(co, func(aio.Context) (int, error) { return 2, nil })
		_, _ = f.Await(co)
		want(t, "Cancel", f.Cancel(errBoom), false)
		v, err := f.Await(co)
		want(t, "value", v, 2)
		wantErr(t, "Await", err, nil)
	})
}

func TestCauseCrossesTasksRule023(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		begun := make(chan struct{})
		top := aio.Go(co, func(co aio.Context) (int, error) {
			return aio.Go(co, func(co aio.Context) (int, error) {
				return aio.Go(co, func(co aio.Context) (int, error) {
					close(begun)
					aio.Recv(co, co.Done())
					return 0, co.Err() // plain code knows no causes
				}).Await(co)
			}).Await(co)
		})
		aio.Recv(co, begun)
		top.Cancel(errBoom)
		_, err := top.Await(co)
		wantErr(t, "top", err, errBoom)
	})
}

// Plain code returns ctx.Err(); who waits for it sees that and the cause.
func TestCauseOfPlainErrorRule023(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		begun := make(chan struct{})
		f := aio.Go(co, func(co aio.Context) (int, error) {
			close(begun)
			aio.Recv(co, co.Done())
			return 0, co.Err()
		})
		aio.Recv(co, begun)
		f.Cancel(errBoom)
		aio.Recv(co, f.Done())
		_, err := f.Await(co)
		wantErr(t, "cause", err, errBoom)
		wantErr(t, "error of the context", err, context.Canceled)
		want(t, "message", err.Error(), "context canceled: boom")
	})
}

func TestUninterruptibleInnerRule024(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		begun, release := make(chan struct{}), make(chan struct{})
		finished := false
		f := aio.Go(co, func(co aio.Context) (int, error) {
			inner := aio.Go(co, func(co aio.Context) (int, error) {
				close(begun)
				aio.Recv(co, release)
				finished = true
				return untilCancelled(co)
			})
			_, err := inner.Await(co)
			want(t, "inner finished before its awaiter went on", finished, true)
			return 0, err
		})
		aio.Recv(co, begun)
		f.Cancel(errBoom)
		aio.Yield(co)
		close(release)
		_, err := f.Await(co)
		wantErr(t, "Await", err, errBoom)
	})
}

func TestGrandchildrenAreCancelledRule025(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		scope, cancel := aio.WithCancelCause(co)
		begun := make(chan struct{}, 3)
		var leaves [3]*aio.Future[int]
		for i := range leaves {
			leaves[i] = aio.Go(scope, func(co aio.Context) (int, error) {
				grandchild := aio.Go(co, func(co aio.Context) (int, error) {
					begun <- struct{}{}
					return untilCancelled(co)
				})
				return grandchild.Await(co)
			})
		}
		for range leaves {
			aio.Recv(co, begun)
		}
		cancel(errBoom)
		for _, f := range leaves {
			_, err := f.Await(co)
			wantErr(t, "leaf", err, errBoom)
		}
	})
}

// The awaiter leaves, the task goes on: a select on both ends does what a shielded await does elsewhere.
func TestLeaveAnAwaitRule026(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		release := make(chan struct{})
		inner := aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, release); return 6, nil })
		outer := cancelled(co, errBoom)
		result, stop := aio.OnFuture(inner), aio.OnRecv(outer.Done())
		if aio.Select(co, result, stop) != aio.Case(stop) {
			t.Error("the future was chosen, want the cancellation")
		}
		close(release)
		v, err := inner.Await(co)
		want(t, "value", v, 6)
		wantErr(t, "Await", err, nil)
	})
}

func TestInnerCancelledByHandRule028(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		inner := aio.Go(aio.Shield(co), untilCancelled)
		outer := aio.Go(co, func(co aio.Context) (int, error) { return inner.Await(aio.Shield(co)) })
		inner.Cancel(errBoom)
		_, err := outer.Await(co)
		wantErr(t, "outer", err, errBoom)
	})
}

func TestShieldRule029(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		outer, cancelOuter := aio.WithCancelCause(co)
		shielded, cancelInner := aio.WithCancelCause(aio.Shield(outer))
		cancelOuter(context.DeadlineExceeded)
		wantErr(t, "shielded", shielded.Err(), nil)
		cancelInner(errBoom)
		_, err := untilCancelled(shielded)
		wantErr(t, "own scope of the shield", err, errBoom)
		_, err = untilCancelled(outer)
		wantErr(t, "without the shield", err, context.DeadlineExceeded)
	})
}

func TestOutsideCancelBeforeExpiryRule032(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		outer, cancel := aio.WithCancelCause(co)
		inner, stop := aio.WithTimeout(outer, 1<<60)
		defer stop()
		cancel(errBoom)
		_, err := untilCancelled(inner)
		wantErr(t, "inner", err, errBoom)
	})
}

func TestNoTimeLeftRule035(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		done := aio.Go(co, func(aio.Context) (int, error) { return 8, nil })
		_, _ = done.Await(co)
		late, stop := aio.WithTimeout(co, -1)
		defer stop()
		wantErr(t, "SleepContext(0)", aio.SleepContext(late, 0), context.DeadlineExceeded)
		v, err := done.Await(late)
		want(t, "value of a completed future", v, 8)
		wantErr(t, "Await of a completed future", err, nil)
		f := aio.Go(late, func(aio.Context) (int, error) { t.Error("body ran"); return 0, nil })
		_, err = f.Await(co)
		wantErr(t, "new task", err, context.DeadlineExceeded)
	})
}

func TestTimedAwaitWaitsForCleanUpRule037(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		type outcome struct {
			v   int
			err error
		}
		for _, c := range []struct {
			name        string
			inner, want outcome
		}{
			{"cancellation", outcome{0, context.Canceled}, outcome{0, errBoom}},
			{"own error", outcome{0, aio.ErrClosed}, outcome{0, aio.ErrClosed}},
			{"value", outcome{3, nil}, outcome{3, nil}},
		} {
			begun := make(chan struct{})
			cleaned := false
			f := aio.Go(co, func(co aio.Context) (int, error) {
				close(begun)
				_, _ = untilCancelled(co)
				aio.Sleep(co, 1)
				cleaned = true
				return c.inner.v, c.inner.err
			})
			aio.Recv(co, begun)
			v, err := f.Await(cancelled(co, errBoom))
			want(t, c.name+": cleaned up", cleaned, true)
			want(t, c.name+": value", v, c.want.v)
			wantErr(t, c.name, err, c.want.err)
		}
	})
}
