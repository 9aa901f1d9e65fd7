//go:build unix

package aioexec_test

import (
	"context"
	"errors"
	"os/exec"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioexec"
	"github.com/asyncport/asyncport/aio/aioio"
)

// cancelWhenReady runs c in a task, cancels that once the child is ready, and returns the error of the task.
func cancelWhenReady(co aio.Context, run func(co aio.Context) error, isReady interface{ Read([]byte) (int, error) }) error {
	f := aio.Go(co, func(co aio.Context) (int, error) { return 0, run(co) })
	_, _ = aioio.Read(co, isReady, make([]byte, 1))
	f.Cancel(errBoom)
	_, err := f.Await(co)
	return err
}

// Given a process run by RunContext, when the task is cancelled, then the process gets SIGTERM first and may clean up, and the
// cause is returned after it is gone.
func TestCancelAsksFirstRule310(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c, isReady, _ := signalling(t, "polite")
		wantErr(t, "RunContext", cancelWhenReady(co, c.RunContext, isReady), errBoom)
		want(t, "status", c.ProcessState.ExitCode(), 7)
		wantGone(t, c)
	})
}

// Given a process that ignores SIGTERM, when the task is cancelled, then it is killed after Grace.
func TestCancelKillsAfterGraceRule311(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c, isReady, _ := signalling(t, "stubborn")
		c.Grace = time.Millisecond
		wantErr(t, "RunContext", cancelWhenReady(co, c.RunContext, isReady), errBoom)
		want(t, "signal", killedBy(c), syscall.SIGKILL)
		wantGone(t, c)
	})
}

// Given a negative Grace, or a Terminate that fails, when the task is cancelled, then the process is killed at once.
func TestCancelWithoutGrace(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c, isReady, _ := signalling(t, "polite")
		c.Grace = -1
		wantErr(t, "RunContext", cancelWhenReady(co, c.RunContext, isReady), errBoom)
		want(t, "signal", killedBy(c), syscall.SIGKILL)
		c, isReady, _ = signalling(t, "polite")
		c.Terminate = func() error { return errBoom }
		wantErr(t, "RunContext", cancelWhenReady(co, c.RunContext, isReady), errBoom)
		want(t, "signal", killedBy(c), syscall.SIGKILL)
	})
}

// Given a Terminate that waits, when the task is cancelled, then the process is killed after Grace all the same.
func TestTerminateThatWaits(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c, isReady, _ := signalling(t, "stubborn")
		release := make(chan struct{})
		defer close(release)
		c.Grace = time.Millisecond
		c.Terminate = func() error { <-release; return nil }
		wantErr(t, "RunContext", cancelWhenReady(co, c.RunContext, isReady), errBoom)
		want(t, "signal", killedBy(c), syscall.SIGKILL)
		wantGone(t, c)
	})
}

// Given Terminate, when the task is cancelled, then it is called once in place of SIGTERM.
func TestTerminateReplacesTheSignal(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c, isReady, _ := signalling(t, "polite")
		var calls atomic.Int32
		c.Terminate = func() error { calls.Add(1); return c.Process.Signal(syscall.SIGINT) }
		wantErr(t, "RunContext", cancelWhenReady(co, c.RunContext, isReady), errBoom)
		want(t, "signal", killedBy(c), syscall.SIGINT)
		want(t, "calls", calls.Load(), 1)
	})
}

// Given a process that ends with success after it was asked to end, when RunContext returns, then that success wins over the
// cancellation, as the value of a task does.
func TestSuccessWinsOverCancellationRule312(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c, isReady, _ := signalling(t, "graceful")
		wantErr(t, "RunContext", cancelWhenReady(co, c.RunContext, isReady), nil)
	})
}

// Given a cancelled co, when a process is to be started with it, then it is not, and the cause is returned.
func TestNothingIsStartedWhenCancelledRule313(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		dead, cancel := aio.WithCancelCause(co)
		cancel(errBoom)
		for what, c := range map[string]*aioexec.Cmd{"StartContext": child("deaf"), "RunContext": child("deaf"), "Communicate": child("deaf")} {
			switch what {
			case "StartContext":
				wantErr(t, what, c.StartContext(dead), errBoom)
			case "RunContext":
				wantErr(t, what, c.RunContext(dead), errBoom)
			default:
				wantErr(t, what, second2(c.Communicate(dead, nil)), errBoom)
			}
			want(t, "nothing started", c.Process, nil)
		}
	})
}

func second2[A, B any](_ A, _ B, err error) error { return err }

// Given a process that StartContext started and nobody waits for, when the Run around it ends, then the process is ended
// and reaped before Run returns.
func TestRunLeavesNoProcessRule314(t *testing.T) {
	for _, p := range []aio.Policy{aio.Goroutines, aio.Serial} {
		t.Run(p.String(), func(t *testing.T) {
			c, isReady, started := signalling(t, "polite")
			err := aio.Run(context.Background(), func(co aio.Context) error {
				_, err := aio.Go(co, func(co aio.Context) (int, error) { return 0, c.StartContext(co) }).Await(co)
				started()
				_, _ = aioio.ReadAll(co, isReady)
				return err
			}, aio.WithPolicy(p))
			wantErr(t, "Run", err, nil)
			wantGone(t, c)
		})
	}
}

// Given a process that StartContext started, when its task is cancelled and returns without waiting, then the process is
// ended all the same.
func TestCancelledTaskLeavesNoProcessRule315(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c, isReady, started := signalling(t, "polite")
		f := aio.Go(co, func(co aio.Context) (int, error) {
			wantErr(t, "StartContext", c.StartContext(co), nil)
			started()
			_, _ = aioio.ReadAll(co, isReady)
			_, _, err := aio.RecvContext(co, make(chan int))
			return 0, err
		})
		_, _ = aioio.Read(co, isReady, make([]byte, 1))
		f.Cancel(errBoom)
		_, err := f.Await(co)
		wantErr(t, "Await", err, errBoom)
		wantErr(t, "Wait", c.Wait(co), errBoom)
		wantGone(t, c)
	})
}

// Given a task in WaitContext, when it is cancelled, then the process goes on, and can be waited for again.
func TestWaitContextIsSafeToCancelRule316(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for _, start := range []func(*aioexec.Cmd, aio.Context) error{(*aioexec.Cmd).Start, (*aioexec.Cmd).StartContext} {
			c, letGo := held(t, "gate")
			wantErr(t, "start", start(c, co), nil)
			f := aio.Go(co, func(co aio.Context) (int, error) { return 0, c.WaitContext(co) })
			aio.Yield(co)
			f.Cancel(errBoom)
			_, err := f.Await(co)
			wantErr(t, "WaitContext", err, errBoom)
			letGo()
			wantErr(t, "WaitContext again", c.WaitContext(co), nil)
			want(t, "success", c.ProcessState.Success(), true)
		}
	})
}

// Given several tasks that wait for one process, when it ends, then all get its status.
func TestManyMayWaitRule317(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c := child("fail")
		wantErr(t, "Start", c.Start(co), nil)
		var wg aio.WaitGroup
		for range 5 {
			wg.Go(co, func(co aio.Context) {
				var exit *exec.ExitError
				want(t, "is an ExitError", errors.As(c.WaitContext(co), &exit), true)
				want(t, "is an ExitError", errors.As(c.Wait(co), &exit), true)
			})
		}
		wg.Wait(co)
	})
}

// Given a process that has ended, when co is cancelled before WaitContext, then the result of the process wins.
func TestEndedProcessWinsOverCancellation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		scope, cancel := aio.WithCancelCause(co)
		c := child("deaf")
		wantErr(t, "RunContext", c.RunContext(scope), nil)
		cancel(errBoom)
		wantErr(t, "WaitContext", c.WaitContext(scope), nil)
	})
}
