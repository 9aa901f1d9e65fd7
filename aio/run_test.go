package aio_test

import (
	"context"
	"errors"
	"runtime"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func runBoth(t *testing.T, body func(t *testing.T, run func(func(aio.Context) error) error)) {
	t.Helper()
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) {
			body(t, func(fn func(aio.Context) error) error {
				return aio.Run(context.Background(), fn, aio.WithPolicy(p))
			})
		})
	}
}

func TestUnseenErrorIsReportedOnceRule004(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		fail := func(aio.Context) (int, error) { return 0, errBoom }
		err := run(func(co aio.Context) error {
			f := aio.Go(co, fail)
			<-wait(co, f)
			return nil
		})
		want(t, "unseen error", err, errBoom)
		err = run(func(co aio.Context) error { _, _ = aio.Go(co, fail).Await(co); return nil })
		want(t, "error that was awaited", err, nil)
		err = run(func(co aio.Context) error { aio.Go(co, untilCancelled).Cancel(errBoom); return nil })
		want(t, "error of a task that was cancelled by hand", err, nil)
	})
}

// wait lets others run until f is completed, without looking at its result.
func wait[T any](co aio.Context, f *aio.Future[T]) <-chan struct{} {
	aio.Recv(co, f.Done())
	return f.Done()
}

func TestRunCancelsAndJoinsRule076(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		begun, ended := make(chan struct{}), 0
		err := run(func(co aio.Context) error {
			aio.Go(co, func(co aio.Context) (int, error) {
				close(begun)
				_, err := untilCancelled(co)
				wantErr(t, "cause", err, aio.ErrCanceled)
				aio.Yield(co)
				ended++
				return 0, err
			})
			aio.Recv(co, begun)
			return nil
		})
		wantErr(t, "Run", err, nil)
		want(t, "tasks that ended before Run returned", ended, 1)

		other := errors.New("clean-up failed")
		err = run(func(co aio.Context) error {
			begun := make(chan struct{})
			aio.Go(co, func(co aio.Context) (int, error) { close(begun); _, _ = untilCancelled(co); return 0, other })
			aio.Recv(co, begun)
			return errBoom
		})
		wantErr(t, "error of main", err, errBoom)
		wantErr(t, "error of the task", err, other)
	})
}

func TestRunReturnsTheVeryError(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		want(t, "error", run(func(aio.Context) error { return errBoom }), errBoom)
	})
}

func TestRunCancelsShieldedTasks(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		wantErr(t, "Run", run(func(co aio.Context) error {
			aio.Go(aio.Shield(co), untilCancelled)
			return nil
		}), nil)
	})
}

// Spawn is the go statement: Run does not wait.
func TestRunDoesNotJoinSpawn(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		release, ended := make(chan struct{}), make(chan struct{})
		wantErr(t, "Run", run(func(co aio.Context) error {
			aio.Spawn(co, func(co aio.Context) { aio.Recv(co, release); close(ended) })
			return nil
		}), nil)
		close(release)
		<-ended
	})
}

func TestGoexitRule092(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		err := run(func(co aio.Context) error {
			f := aio.Go(co, func(aio.Context) (int, error) { runtime.Goexit(); return 1, nil })
			_, err := f.Await(co)
			wantErr(t, "Await", err, aio.ErrGoexit)
			v := aio.GoValue(co, func(aio.Context) int { runtime.Goexit(); return 1 })
			want(t, "value", v.Value(co), 0)
			_, err = v.Await(co)
			wantErr(t, "Await of GoValue", err, aio.ErrGoexit)
			var wg aio.WaitGroup
			wg.Go(co, func(aio.Context) { runtime.Goexit() })
			wg.Wait(co)
			g, gc := aio.NewGroup(co)
			g.Go(gc, func(aio.Context) error { runtime.Goexit(); return nil })
			wantErr(t, "Group", g.Wait(co), aio.ErrGoexit)
			aio.Spawn(co, func(co aio.Context) { aio.Call(co, runtime.Goexit) })
			aio.Yield(co)
			return nil
		})
		wantErr(t, "Run", err, nil)
	})
}

func TestGoexitOfMainRule092(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		returned, joined, unwound := false, false, make(chan struct{})
		go func() {
			defer close(unwound)
			_ = run(func(co aio.Context) error {
				begun := make(chan struct{})
				aio.Go(co, func(co aio.Context) (int, error) {
					close(begun)
					_, err := untilCancelled(co)
					joined = true
					return 0, err
				})
				aio.Recv(co, begun)
				runtime.Goexit()
				return nil
			})
			returned = true
		}()
		<-unwound
		want(t, "Run returned", returned, false)
		want(t, "task was joined", joined, true)
	})
}

// A panic of main goes to the caller of Run, and the loop can be used again.
func TestPanicOfMain(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		func() {
			defer func() { want[any](t, "recovered", recover(), "main failed") }()
			_ = aio.Run(co, func(co aio.Context) error {
				aio.Go(co, untilCancelled)
				panic("main failed")
			})
		}()
		want(t, "value", aio.GoValue(co, func(aio.Context) int { return 1 }).Value(co), 1)
	})
}

func TestDeferredAwaitWhilePanickingRule091(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		got := 0
		func() {
			defer func() { want[any](t, "recovered", recover(), "first") }()
			defer func() {
				f := aio.Go(co, func(aio.Context) (int, error) { return 5, nil })
				got, _ = f.Await(co)
			}()
			panic("first")
		}()
		want(t, "value awaited during the panic", got, 5)
	})
}

func TestLockOSThreadRule093(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f := aio.GoValue(co, func(co aio.Context) int {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			for range 10 {
				aio.Yield(co)
				aio.Sleep(co, 1)
			}
			return 1
		})
		for range 10 {
			aio.Yield(co)
		}
		want(t, "value", f.Value(co), 1)
	})
}

func TestNestedRun(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		ended := false
		err := aio.Run(co, func(co aio.Context) error {
			f := aio.Go(co, func(co aio.Context) (int, error) { return 1, nil })
			begun := make(chan struct{})
			aio.Go(co, func(co aio.Context) (int, error) {
				defer func() { ended = true }()
				close(begun)
				return untilCancelled(co)
			})
			aio.Recv(co, begun)
			_, err := f.Await(co)
			return err
		})
		wantErr(t, "inner Run", err, nil)
		want(t, "inner task ended", ended, true)
		wantErr(t, "outer Context", co.Err(), nil)
		for _, p := range policies {
			err = aio.Run(co, func(inner aio.Context) error {
				_, err := aio.Go(inner, func(aio.Context) (int, error) { return 0, errBoom }).Await(inner)
				return err
			}, aio.WithPolicy(p))
			wantErr(t, "Run on a loop of its own", err, errBoom)
		}
	})
}

func TestSerialRunsOneAtATime(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		inside, total := 0, 0
		var wg aio.WaitGroup
		for range 50 {
			wg.Go(co, func(co aio.Context) {
				for range 50 {
					inside++
					if inside != 1 {
						t.Errorf("%d tasks between two marks", inside)
					}
					runtime.Gosched()
					total++
					inside--
					aio.Yield(co)
					aio.Call(co, runtime.Gosched)
				}
			})
		}
		wg.Wait(co)
		want(t, "steps", total, 2500)
	})
}

func TestYieldIsFairRule071(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		stop := false
		busy := aio.GoValue(co, func(co aio.Context) int {
			n := 0
			for ; !stop; n++ {
				aio.Yield(co)
			}
			return n
		})
		aio.Sleep(co, 1000)
		ch := make(chan int)
		aio.Spawn(co, func(co aio.Context) { aio.Send(co, ch, 1) })
		aio.Recv(co, ch)
		stop = true
		if busy.Value(co) == 0 {
			t.Error("the busy task did not run")
		}
	})
}
