package aio_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
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
	before := runtime.NumGoroutine()
	for range 100 {
		loop := aio.NewLoop(aio.WithPolicy(aio.Serial))
		wantErr(t, "Do", loop.Do(context.Background(), func(co aio.Context) error { return nil }), nil)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines are left", n-before)
	}
}

// Given functions posted by a task and by goroutines, then they run on a later turn, one after the other, in order.
func TestPostRule002(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		var got []int
		done := make(chan struct{})
		for i := range 100 {
			loop.Post(func(co aio.Context) {
				aio.Yield(co)
				got = append(got, i) // no lock: one after the other
			})
		}
		loop.Post(func(aio.Context) { close(done) })
		<-done
		want(t, "number of posts", len(got), 100)
		want(t, "they are in order", slices.IsSorted(got), true)
	})
	serially(t, func(t *testing.T, co aio.Context) {
		var n notes
		loop := aio.LoopOf(co)
		loop.Post(n.adds("post 1"))
		aio.Spawn(co, n.adds("task"))
		loop.Post(n.adds("post 2"))
		n.add("main")
		aio.Yield(co)
		n.want(t, "main", "post 1", "task", "post 2")
	})
}

// Given a callback that posts itself for ever, then other ready tasks, timers and I/O still run.
func TestPostForEverRule071(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		loop := aio.LoopOf(co)
		stop := make(chan struct{})
		stopped := make(chan struct{})
		var again func(aio.Context)
		again = func(aio.Context) {
			select {
			case <-stop:
				close(stopped)
			default:
				loop.Post(again)
			}
		}
		loop.Post(again)
		aio.Yield(co)
		aio.Sleep(co, 1000)
		fired := make(chan struct{})
		aio.After(co, 1000, func(aio.Context) { close(fired) })
		aio.Recv(co, fired)
		aio.Recv(co, aio.GoValue(co, func(aio.Context) int { return 1 }).Done())
		close(stop)
		aio.Recv(co, stopped)
	})
}

// Given a posted function that waits, then those behind it wait, and tasks go on.
func TestPostThatWaitsHoldsUpPostsOnly(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var n notes
		loop := aio.LoopOf(co)
		gate := make(chan struct{})
		done := make(chan struct{})
		loop.Post(func(co aio.Context) { aio.Recv(co, gate); n.add("first") })
		loop.Post(func(co aio.Context) { n.add("second"); close(done) })
		aio.GoValue(co, func(co aio.Context) int { aio.Yield(co); n.add("task"); return 0 }).Value(co)
		close(gate)
		aio.Recv(co, done)
		n.want(t, "task", "first", "second")
	})
}

// Given a posted function that calls Goexit, then the next one runs.
func TestPostGoexitRule092(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		loop := aio.LoopOf(co)
		done := make(chan struct{})
		loop.Post(func(aio.Context) { runtime.Goexit() })
		loop.Post(func(aio.Context) { close(done) })
		aio.Recv(co, done)
	})
}

// By default a panic of a posted function ends the process, with its own stack.
func TestPanicOfPostEndsTheProcessRule074(t *testing.T) {
	const variable = "AIO_TEST_POST_CRASH"
	if name := os.Getenv(variable); name != "" {
		p := aio.Goroutines
		if name == "serial" {
			p = aio.Serial
		}
		loop := aio.NewLoop(aio.WithPolicy(p))
		loop.Post(func(aio.Context) { failingStep() })
		<-make(chan int)
	}
	for _, p := range policies {
		cmd := exec.Command(os.Args[0], "-test.run=^TestPanicOfPostEndsTheProcessRule074$")
		cmd.Env = append(os.Environ(), variable+"="+p.String())
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "aio_test.failingStep(") || strings.Contains(string(out), "recovered") {
			t.Errorf("%v: error is %v, output:\n%s", p, err, out)
		}
	}
}

// Given the sync bridge called from a task of that same loop, then error, not deadlock.
func TestDoInsideATaskRule082(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		loop := aio.LoopOf(co)
		never := func(aio.Context) error { t.Error("the function ran"); return nil }
		check := func(aio.Context) int {
			err := loop.Do(context.Background(), never)
			wantErr(t, "Do", err, aio.ErrInTask)
			want(t, "message", err.Error(), "aio: Do called inside a task of the loop; call the function itself")
			return 0
		}
		check(co)
		aio.GoValue(co, check).Value(co)
		// Outside the turn it is a goroutine like any other.
		aio.Call(co, func() {
			wantErr(t, "Do inside Call", loop.Do(co, func(aio.Context) error { return errBoom }), errBoom)
		})
		wantErr(t, "Do of another loop", aio.NewLoop(aio.WithPolicy(aio.Serial)).Do(co, func(aio.Context) error { return errBoom }), errBoom)
	})
}

// Given a goroutine waiting for a task, when it times out or cancels, then the task is cancelled; task errors cross.
func TestDoRule084(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		type key struct{}
		ctx, cancel := context.WithCancelCause(context.WithValue(context.Background(), key{}, 5))
		wantErr(t, "error of the task", loop.Do(ctx, func(aio.Context) error { return errBoom }), errBoom)
		returned := false
		err := loop.Do(ctx, func(co aio.Context) error {
			want[any](t, "value of the context", co.Value(key{}), 5)
			cancel(errBoom)
			_, err := untilCancelled(co)
			returned = true
			return err
		})
		wantErr(t, "cancelled task", err, errBoom)
		want(t, "Do waited for it", returned, true)
		wantErr(t, "cancelled before", loop.Do(ctx, func(aio.Context) error { t.Error("it ran"); return nil }), errBoom)
		err = loop.Do(context.Background(), func(co aio.Context) error {
			co, stop := aio.WithTimeout(co, 0)
			defer stop()
			return co.Err()
		})
		wantErr(t, "own timeout", err, context.DeadlineExceeded)
	})
}

// Given a goroutine that waits for its turn, when its context ends, then it goes away, its function never runs, and the loop
// goes on.
func TestDoGivesUpItsTurnRule084(t *testing.T) {
	loop := aio.NewLoop(aio.WithPolicy(aio.Serial))
	err := loop.Run(context.Background(), func(co aio.Context) error {
		ctx, cancel := context.WithCancelCause(context.Background())
		result := make(chan error)
		asked := make(chan struct{})
		go func() {
			close(asked)
			result <- loop.Do(ctx, func(aio.Context) error { t.Error("it ran"); return nil })
		}()
		<-asked // not a mark: this task keeps its turn
		cancel(errBoom)
		wantErr(t, "Do", <-result, errBoom)
		for range 3 {
			aio.Yield(co)
		}
		return nil
	})
	wantErr(t, "Run", err, nil)
	wantErr(t, "Do afterwards", loop.Do(context.Background(), func(aio.Context) error { return nil }), nil)
}

// Tasks that were started inside Do outlive it, and belong to the loop.
func TestDoDoesNotJoin(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		var f *aio.Future[int]
		release := make(chan struct{})
		wantErr(t, "Do", loop.Do(context.Background(), func(co aio.Context) error {
			f = aio.Go(co, func(co aio.Context) (int, error) { aio.Recv(co, release); return 3, nil })
			return nil
		}), nil)
		close(release)
		v, err := f.Wait(context.Background())
		want(t, "value", v, 3)
		wantErr(t, "Wait", err, nil)
	})
}

// A panic of the function of Do, and Goexit in it, go to its caller, and the loop goes on.
func TestPanicInDo(t *testing.T) {
	loops(t, func(t *testing.T, loop *aio.Loop) {
		func() {
			defer func() { want[any](t, "recovered", recover(), errors.New("x").Error()) }()
			_ = loop.Do(context.Background(), func(aio.Context) error { panic("x") })
		}()
		unwound := make(chan struct{})
		go func() {
			defer close(unwound)
			_ = loop.Do(context.Background(), func(aio.Context) error { runtime.Goexit(); return nil })
			t.Error("Do returned after Goexit")
		}()
		<-unwound
		wantErr(t, "Do", loop.Do(context.Background(), func(aio.Context) error { return nil }), nil)
	})
}

// Do from many goroutines: one at a time under Serial.
func TestDoFromManyGoroutines(t *testing.T) {
	loop := aio.NewLoop(aio.WithPolicy(aio.Serial))
	n := 0
	var wg sync.WaitGroup
	for range 20 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 20 {
				_ = loop.Do(context.Background(), func(co aio.Context) error {
					before := n
					aio.Call(co, runtime.Gosched)
					_ = before
					n++
					return nil
				})
				loop.Post(func(aio.Context) { n++ })
			}
		}()
	}
	wg.Wait()
	done := make(chan struct{})
	loop.Post(func(aio.Context) { close(done) })
	<-done
	want(t, "steps", n, 800)
}
