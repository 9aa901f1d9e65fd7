package aio_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// waitsUnder are the ways to wait that a cancellation ends.
func waitsUnder() map[string]func(co aio.Context) error {
	var m, inner aio.Mutex
	m.TryLock()
	q, full := aio.NewQueue[int](0), aio.NewQueue[int](1)
	full.TryPut(1)
	c := aio.NewCond(&inner)
	return map[string]func(co aio.Context) error{
		"LockContext": m.LockContext,
		"Get":         func(co aio.Context) error { _, err := q.Get(co); return err },
		"Put":         func(co aio.Context) error { return full.Put(co, 1) },
		"Join":        func(co aio.Context) error { return full.Join(co) },
		"Await":       func(co aio.Context) error { f, _ := aio.NewFuture[int](); _, err := f.Await(co); return err },
		"WaitContext": func(co aio.Context) error {
			inner.Lock(co)
			defer inner.Unlock()
			return c.WaitContext(co)
		},
	}
}

// Given a wait of any kind, when a scope two levels above is cancelled, then it ends with the cause.
func TestEveryWaitEndsByCancellation(t *testing.T) {
	for name, wait := range waitsUnder() {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				scope, cancel := aio.WithCancelCause(co)
				started := make(chan struct{})
				f := aio.Go(scope, func(co aio.Context) (int, error) {
					sub, stop := aio.WithCancel(co)
					defer stop()
					close(started)
					return 0, wait(sub)
				})
				aio.Recv(co, started)
				cancel(errBoom)
				_, err := f.Await(co)
				wantErr(t, name, err, errBoom)
			})
		})
	}
}

// Given several tasks that wait under one cancellation, when it fires, then they go on in the order of their creation,
// however deep they stand below it.
func TestCancelledTasksGoOnInOrder(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		for range 20 {
			order := ""
			q := aio.NewQueue[int](0)
			scope, cancel := aio.WithCancelCause(co)
			var wg aio.WaitGroup
			for i := range 6 {
				below := scope
				for range i % 3 {
					var stop context.CancelFunc
					below, stop = aio.WithCancel(below)
					defer stop()
				}
				wg.Go(below, func(co aio.Context) {
					_, err := q.Get(co)
					wantErr(t, "Get", err, errBoom)
					order += fmt.Sprint(i)
				})
			}
			aio.Yield(co)
			cancel(errBoom)
			wg.Wait(co)
			want(t, "order", order, "012345")
		}
	})
}

// Given a task that waits with the context of a task of another loop, when that is cancelled, then the wait ends.
func TestCancellationFromAnotherLoop(t *testing.T) {
	both(t, func(t *testing.T, outer aio.Context) {
		scope, cancel := aio.WithCancelCause(outer)
		parked := make(chan struct{})
		f := aio.Go(outer, func(outer aio.Context) (int, error) {
			err := aio.Run(scope, func(co aio.Context) error {
				q := aio.NewQueue[int](0)
				other := aio.Go(aio.With(co, scope), func(co aio.Context) (int, error) {
					close(parked)
					return q.Get(co)
				})
				_, err := other.Await(aio.Shield(co))
				wantErr(t, "Get in the other loop", err, errBoom)
				_, err = q.Get(aio.With(co, scope))
				return err
			}, aio.WithPolicy(aio.Serial))
			return 0, err
		})
		aio.Recv(outer, parked)
		cancel(errBoom)
		_, err := f.Await(outer)
		wantErr(t, "Run", err, errBoom)
	})
}

// Given a cancellation by package context above a Run, between its tasks, or below them, then it reaches those who wait.
func TestForeignCancellation(t *testing.T) {
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(context.Background())
			err := aio.Run(ctx, func(co aio.Context) error {
				std, stop := context.WithCancelCause(co)
				defer stop(nil)
				var g aio.WaitGroup
				ready := make(chan struct{}, 3)
				for _, co := range []aio.Context{co, aio.With(co, std), aio.WithValue(co, ready, 1)} {
					g.Go(co, func(co aio.Context) {
						sub, stop := aio.WithCancel(co)
						defer stop()
						q := aio.NewQueue[int](0)
						ready <- struct{}{}
						_, err := q.Get(sub)
						wantErr(t, "Get", err, errBoom)
					})
				}
				for range 3 {
					aio.Recv(co, ready)
				}
				cancel(errBoom)
				g.Wait(co)
				return context.Cause(co)
			}, aio.WithPolicy(p))
			wantErr(t, "Run", err, errBoom)
		})
	}
}

// Given a cancellation and a wait that begin at the same moment, then the wait ends, whichever was first.
func TestCancellationMeetsWait(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for range 500 {
			scope, cancel := aio.WithCancelCause(co)
			q := aio.NewQueue[int](0)
			var wg aio.WaitGroup
			for range 4 {
				wg.Go(scope, func(co aio.Context) {
					sub, stop := aio.WithCancel(co)
					defer stop()
					_, err := q.Get(sub)
					wantErr(t, "Get", err, errBoom)
				})
			}
			go cancel(errBoom)
			wg.Wait(co)
		}
	})
}

// Given a wait that is over, when its context is cancelled later, then the task is not disturbed.
func TestLateCancellationDisturbsNobody(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		q := aio.NewQueue[int](0)
		scope, cancel := aio.WithCancelCause(co)
		var wg aio.WaitGroup
		wg.Go(co, func(co aio.Context) {
			_, err := q.Get(aio.With(co, scope))
			wantErr(t, "Get", err, nil)
			wantErr(t, "next Get", func() error { _, err := q.Get(co); return err }(), nil)
		})
		wantErr(t, "Put", q.Put(co, 1), nil)
		for q.Len() > 0 {
			aio.Yield(co)
		}
		aio.Yield(co)
		cancel(errBoom)
		wantErr(t, "Put", q.Put(co, 2), nil)
		wg.Wait(co)
	})
}

// Given a cancelled context, then its error, its cause and those of everything derived from it are what package context
// promises.
func TestCausesBelowOwnCancellation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		errFirst := errors.New("first")
		up, cancelUp := aio.WithCancelCause(co)
		early := context.WithoutCancel(up)
		down, cancelDown := aio.WithCancelCause(up)
		std, stop := context.WithCancel(down)
		defer stop()
		cancelUp(errFirst)
		cancelDown(errBoom)
		for name, ctx := range map[string]context.Context{"up": up, "down": down, "below down": std} {
			wantErr(t, name, ctx.Err(), context.Canceled)
			wantErr(t, "cause of "+name, context.Cause(ctx), errFirst)
			aio.Recv(co, ctx.Done())
		}
		wantErr(t, "context without cancellation", early.Err(), nil)
		sub, cancelSub := aio.WithCancelCause(up)
		cancelSub(errBoom)
		wantErr(t, "cause of a context born cancelled", context.Cause(sub), errFirst)
	})
}
