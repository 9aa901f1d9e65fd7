package aio_test

import (
	"context"
	"sync"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// loops calls body with a new loop for each policy.
func loops(t *testing.T, body func(t *testing.T, loop *aio.Loop)) {
	t.Helper()
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) { body(t, aio.NewLoop(aio.WithPolicy(p))) })
	}
}

// Given Stop during Run, then Run fails with "stopped before completion", and the loop can be run again.
func TestStopRule073(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		for range 3 {
			begun := make(chan struct{})
			go func() { <-begun; loop.Stop() }()
			err := loop.Run(context.Background(), func(co aio.Context) error {
				close(begun)
				_, err := untilCancelled(co)
				return err
			})
			want(t, "Run", err, aio.ErrStopped)
			want(t, "message", err.Error(), "aio: loop was stopped before completion")
			wantErr(t, "it is a cancellation", err, context.Canceled)
		}
		wantErr(t, "Run after the stops", loop.Run(context.Background(), func(co aio.Context) error {
			_, err := aio.Go(co, func(aio.Context) (int, error) { return 1, nil }).Await(co)
			return err
		}), nil)
	})
}

// Given Stop, then tasks are cancelled and joined before Run returns; plain code that returns ctx.Err() gives ErrStopped too.
func TestStopJoinsRule073(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		ended := false
		err := loop.Run(context.Background(), func(co aio.Context) error {
			begun := make(chan struct{})
			aio.Go(co, func(co aio.Context) (int, error) {
				close(begun)
				_, err := untilCancelled(co)
				ended = true
				return 0, err
			})
			aio.Recv(co, begun)
			loop.Stop()
			aio.Recv(co, co.Done())
			return co.Err()
		})
		want(t, "Run", err, aio.ErrStopped)
		want(t, "task ended", ended, true)
	})
}

// Given Stop, when the main function returns its own result all the same, then that is the result of Run.
func TestResultInSpiteOfStop(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		for _, result := range []error{nil, errBoom} {
			want(t, "Run", loop.Run(context.Background(), func(co aio.Context) error {
				loop.Stop()
				return result
			}), result)
		}
	})
}

// Given Stop while nothing runs, then a later Run is not affected; and one Stop ends all Runs of its handle, and no others.
func TestStopWithoutRunRule232(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		loop.Stop()
		wantErr(t, "Run", loop.Run(context.Background(), func(co aio.Context) error { return co.Err() }), nil)

		var begun, runs sync.WaitGroup
		for range 3 {
			begun.Add(1)
			runs.Add(1)
			go func() {
				defer runs.Done()
				want(t, "Run", loop.Run(context.Background(), func(co aio.Context) error {
					begun.Done()
					_, err := untilCancelled(co)
					return err
				}), aio.ErrStopped)
			}()
		}
		begun.Wait()
		wantErr(t, "Do beside the Runs", loop.Do(context.Background(), func(co aio.Context) error {
			aio.LoopOf(co).Stop()
			return co.Err()
		}), nil)
		loop.Stop()
		runs.Wait()
	})
}

// Given Run of a loop inside a task of it, of another loop, and with a cause, then each works as the function Run does.
func TestRunOfALoop(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		other := aio.NewLoop(aio.WithPolicy(aio.Serial))
		wantErr(t, "Run", loop.Run(context.Background(), func(co aio.Context) error {
			wantErr(t, "nested", loop.Run(co, func(co aio.Context) error { return nil }), nil)
			wantErr(t, "other loop", other.Run(co, func(co aio.Context) error {
				return aio.GoValue(co, func(co aio.Context) error { return errBoom }).Value(co)
			}), errBoom)
			wantErr(t, "cancelled", loop.Run(cancelled(co, errBoom), func(co aio.Context) error {
				_, err := untilCancelled(co)
				return err
			}), errBoom)
			return nil
		}), nil)
		err := loop.Run(context.Background(), func(co aio.Context) error {
			var m aio.Mutex
			m.Lock(co)
			m.Lock(co)
			return nil
		})
		wantErr(t, "deadlock", err, aio.ErrDeadlock)
	})
}

// A loop that follows a schedule does so in each Run, and under any seed callbacks and posts keep their order.
func TestScheduledLoopRule080(t *testing.T) {
	for seed := range uint64(30) {
		loop := aio.NewLoop(aio.WithSchedule(aio.Schedule{Seed: seed}))
		for range 2 {
			var n notes
			err := loop.Run(context.Background(), func(co aio.Context) error {
				f, r := aio.NewFuture[int]()
				done := make(chan struct{}, 2)
				end := func(aio.Context) { done <- struct{}{} }
				for _, s := range []string{"a", "b", "c"} {
					f.AfterFunc(co, func(co aio.Context) { aio.Yield(co); n.add(s) })
				}
				f.AfterFunc(co, end)
				_ = r.Resolve(1)
				aio.Recv(co, done)
				for _, s := range []string{"d", "e", "f"} {
					loop.Post(func(co aio.Context) { aio.Yield(co); n.add(s) })
				}
				loop.Post(end)
				aio.After(co, 0, end)
				aio.Recv(co, done)
				aio.Recv(co, done)
				return nil
			})
			wantErr(t, "Run", err, nil)
			n.want(t, "a", "b", "c", "d", "e", "f")
		}
	}
}

// A handle that is idle holds no goroutine, and works again.
func TestIdleLoopHoldsNothing(t *testing.T) {
	before := goroutines()
	for range 100 {
		loop := aio.NewLoop(aio.WithPolicy(aio.Serial))
		wantErr(t, "Do", loop.Do(context.Background(), func(co aio.Context) error { return nil }), nil)
	}
	if n := goroutines(); n > before {
		t.Errorf("%d goroutines are left", n-before)
	}
}
