package aio_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// executors calls body with each driver, under each policy.
func executors(t *testing.T, body func(t *testing.T, co aio.Context, ex aio.Executor)) {
	t.Helper()
	for name, ex := range map[string]aio.Executor{
		"Inline": aio.Inline, "Unbounded": aio.Unbounded, "Pool": aio.NewPool(2, 2), "narrow Pool": aio.NewPool(1, 0),
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) { body(t, co, ex) })
		})
	}
}

func TestOffload(t *testing.T) {
	executors(t, func(t *testing.T, co aio.Context, ex aio.Executor) {
		type key struct{}
		f := aio.Offload(aio.WithValue(co, key{}, 3), ex, func(ctx context.Context) (int, error) {
			return ctx.Value(key{}).(int), nil
		})
		v, err := f.Await(co)
		want(t, "value", v, 3)
		wantErr(t, "error", err, nil)
		_, err = aio.Offload(co, ex, func(context.Context) (int, error) { return 0, errBoom }).Await(co)
		want(t, "error that was returned", err, errBoom)
		var all []*aio.Future[int]
		for i := range 20 {
			all = append(all, aio.Offload(co, ex, func(context.Context) (int, error) { return i, nil }))
		}
		values, err := aio.All(co, all...)
		wantErr(t, "All", err, nil)
		for i, v := range values {
			want(t, "value of a job", v, i)
		}
	})
}

// Given a job that blocks, then the tasks of the loop go on.
func TestOffloadReleasesTheLoop(t *testing.T) {
	executors(t, func(t *testing.T, co aio.Context, ex aio.Executor) {
		gate := make(chan struct{})
		aio.Spawn(co, func(aio.Context) { close(gate) })
		_, err := aio.Offload(co, ex, func(context.Context) (int, error) { <-gate; return 0, nil }).Await(co)
		wantErr(t, "Await", err, nil)
	})
}

// Given a job inside its call, when it is cancelled, then its awaiter stays until the call returns, and the call got the
// context; a value counts even then.
func TestCancelledJobRule081(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for _, ex := range []aio.Executor{aio.Unbounded, aio.NewPool(1, 1)} {
			begun, returned := make(chan struct{}), false
			f := aio.Offload(co, ex, func(ctx context.Context) (int, error) {
				close(begun)
				<-ctx.Done()
				wantErr(t, "cause in the job", context.Cause(ctx), errBoom)
				returned = true
				return 0, ctx.Err()
			})
			aio.Recv(co, begun)
			_, err := f.Await(cancelled(co, errBoom))
			wantErr(t, "Await", err, errBoom)
			want(t, "the job returned before", returned, true)

			begun = make(chan struct{})
			f = aio.Offload(co, ex, func(ctx context.Context) (int, error) { close(begun); <-ctx.Done(); return 9, nil })
			aio.Recv(co, begun)
			want(t, "Cancel", f.Cancel(errBoom), true)
			v, err := f.Await(co)
			want(t, "value in spite of the cancellation", v, 9)
			wantErr(t, "error", err, nil)
			want(t, "Cancel of a finished job", f.Cancel(errBoom), false)
		}
	})
}

// Given a job of Abandon, when it is cancelled while it runs, then its awaiter goes on at once, and the late end harms
// nothing, also when the loop has ended.
func TestAbandonedJobRule081(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		for _, ex := range []aio.Executor{aio.Unbounded, aio.NewPool(2, 0)} {
			release, ended := make(chan struct{}), make(chan struct{}, 2)
			job := func(begun chan struct{}) func(context.Context) (int, error) {
				return func(context.Context) (int, error) {
					close(begun)
					<-release
					ended <- struct{}{}
					return 1, errors.New("late")
				}
			}
			wantErr(t, "Run", run(func(co aio.Context) error {
				begun := make(chan struct{})
				f := aio.Offload(co, aio.Abandon(ex), job(begun))
				aio.Recv(co, begun)
				_, err := f.Await(cancelled(co, errBoom))
				wantErr(t, "Await", err, errBoom)
				begun = make(chan struct{})
				aio.Offload(co, aio.Abandon(ex), job(begun)) // Run gives this one up
				aio.Recv(co, begun)
				return nil
			}), nil)
			close(release)
			<-ended
			<-ended
		}
	})
}

// Given jobs that are left when main returns, then Run cancels them and waits.
func TestRunJoinsJobsRule076(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		var ended atomic.Int32
		wantErr(t, "Run", run(func(co aio.Context) error {
			begun := make(chan struct{})
			for _, c := range []aio.Context{co, aio.Shield(co)} {
				aio.Offload(c, aio.Unbounded, func(ctx context.Context) (int, error) {
					begun <- struct{}{}
					<-ctx.Done()
					ended.Add(1)
					return 0, ctx.Err()
				})
				aio.Recv(co, begun)
			}
			return nil
		}), nil)
		want(t, "jobs that ended", ended.Load(), 2)
		err := run(func(co aio.Context) error {
			wait(co, aio.Offload(co, aio.Unbounded, func(context.Context) (int, error) { return 0, errBoom }))
			return nil
		})
		wantOnce(t, "unseen error of a job", err, errBoom)
	})
}

// Given a cancelled co, then the job never runs.
func TestOffloadOfCancelledTask(t *testing.T) {
	executors(t, func(t *testing.T, co aio.Context, ex aio.Executor) {
		f := aio.Offload(cancelled(co, errBoom), ex, func(context.Context) (int, error) { t.Error("the job ran"); return 0, nil })
		_, err := f.Await(co)
		wantErr(t, "Await", err, errBoom)
	})
}

// A captured panic of a job is its error; Goexit completes the future.
func TestPanicAndGoexitOfJobs(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for _, ex := range []aio.Executor{aio.Unbounded, aio.NewPool(1, 5)} {
			_, err := aio.Offload(co, ex, aio.Capture(func(context.Context) (int, error) { explode(errBoom); return 0, nil })).Await(co)
			wantErr(t, "captured panic", err, errBoom)
			exits := aio.Offload(co, ex, func(context.Context) (int, error) { runtime.Goexit(); return 0, nil })
			next := aio.Offload(co, ex, func(context.Context) (int, error) { return 1, nil })
			_, err = exits.Await(co)
			wantErr(t, "Goexit", err, aio.ErrGoexit)
			v, err := next.Await(co)
			want(t, "value of the next job", v, 1)
			wantErr(t, "its error", err, nil)
		}
	})
}

// A panic of an inline job passes through the task; who recovers it goes on, and nothing is left behind.
func TestPanicOfInlineJob(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		func() {
			defer func() { want[any](t, "recovered", recover(), "inline") }()
			aio.Offload(co, aio.Inline, func(context.Context) (int, error) { explode("inline"); return 0, nil })
		}()
		_, err := aio.Go(co, func(co aio.Context) (int, error) {
			aio.Offload(co, aio.Inline, func(context.Context) (int, error) { runtime.Goexit(); return 0, nil })
			return 0, nil
		}).Await(co)
		wantErr(t, "Goexit", err, aio.ErrGoexit)
	})
}

func TestPanicOfJobEndsTheProcess(t *testing.T) {
	const variable = "AIO_TEST_JOB_CRASH"
	if name := os.Getenv(variable); name != "" {
		var ex aio.Executor = aio.NewPool(1, 1)
		if name == "unbounded" {
			ex = aio.Unbounded
		}
		_ = aio.Run(context.Background(), func(co aio.Context) error {
			_, err := aio.Offload(co, ex, func(context.Context) (int, error) { failingStep(); return 0, nil }).Await(co)
			return err
		})
		return
	}
	for _, name := range []string{"pool", "unbounded"} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestPanicOfJobEndsTheProcess$")
		cmd.Env = append(os.Environ(), variable+"="+name)
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "aio_test.failingStep(") || strings.Contains(string(out), "recovered") {
			t.Errorf("%s: error is %v, output:\n%s", name, err, out)
		}
	}
}

// A job can enter its loop again through its context, and the bridge is told from a task of the loop.
func TestJobEntersTheLoop(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		n := 0
		f := aio.Offload(co, aio.Unbounded, func(ctx context.Context) (int, error) {
			co, leave := aio.Enter(ctx)
			defer leave()
			n++ // it has its turn
			aio.Yield(co)
			n++
			return n, nil
		})
		n++
		v, err := f.Await(co)
		want(t, "value", v, 3)
		wantErr(t, "Await", err, nil)
		gate := make(chan struct{})
		f = aio.Offload(co, aio.Unbounded, func(context.Context) (int, error) { <-gate; return 0, nil })
		_, err = f.Wait(context.Background())
		wantErr(t, "Wait inside a task", err, aio.ErrInTask)
		close(gate)
		_, err = f.Await(co)
		wantErr(t, "Await", err, nil)
	})
}

// Given a sealed Run whose task waits for a job, then that is no deadlock.
func TestJobIsNoDeadlock(t *testing.T) {
	for _, p := range policies {
		pool := aio.NewPool(1, 1)
		wantErr(t, p.String(), aio.Run(context.Background(), func(co aio.Context) error {
			var e aio.Event
			for range 5 {
				aio.Offload(co, pool, func(ctx context.Context) (int, error) {
					runtime.Gosched()
					return 0, nil
				})
			}
			f := aio.Offload(co, pool, func(ctx context.Context) (int, error) { e.Set(); return 0, nil })
			if err := e.Wait(co); err != nil {
				return err
			}
			_, err := f.Await(co)
			return err
		}, aio.WithPolicy(p), aio.Sealed()), nil)
	}
}

// Given a job, then the list of tasks shows it and what it does.
func TestJobInTheListOfTasks(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		gate := make(chan struct{})
		f := aio.Offload(co, aio.Unbounded, func(context.Context) (int, error) { <-gate; return 0, nil })
		tasks := aio.LoopTasks(co)
		want(t, "number of tasks", len(tasks), 2)
		want(t, "what the job does", tasks[1].Waits, "a call")
		want(t, "it is not in line for a turn", tasks[1].State != aio.TaskReady, true)
		close(gate)
		_, _ = f.Await(co)
	})
}
