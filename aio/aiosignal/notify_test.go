//go:build unix

package aiosignal_test

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiosignal"
)

// Given SIGINT, then main is cancelled at its await, and the error names the signal.
func TestInterruptCancelsMainRule077(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Policy) {
		prog := start(t, "interrupted", p)
		prog.signal(os.Interrupt)
		prog.wantLine("ended: interrupt signal received")
		wantErr(t, "Wait", prog.cmd.Wait(), nil)
	})
}

// Given main was already cancelled for another reason, when SIGINT comes, then that reason wins.
func TestEarlierCancellationWinsRule077(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Policy) {
		prog := start(t, "cancelled before", p)
		prog.signal(os.Interrupt)
		prog.wantLine("ended: boom")
		wantErr(t, "Wait", prog.cmd.Wait(), nil)
	})
}

// Given a second SIGINT during the clean-up, when stop was not called, then it is dropped; after stop it ends the process,
// as without NotifyContext.
func TestSecondInterruptRule318(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Policy) {
		prog := start(t, "clean-up", p)
		prog.signal(os.Interrupt)
		prog.wantLine("ready")
		prog.signal(os.Interrupt)
		prog.wantLine("ready")
		prog.signal(os.Interrupt)
		prog.wantKilled(syscall.SIGINT)
	})
}

// Given NotifyContext, when its signal comes to this process, then the cause is an Error with the signal, and it counts as a
// cancellation for Run.
func TestNotifyContextCause(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		sub, stop := aiosignal.NotifyContext(co, syscall.SIGUSR1)
		defer stop()
		unseen := aio.Go(sub, func(co aio.Context) (int, error) { return 0, forever(co) })
		raise(t, syscall.SIGUSR1)
		err := forever(sub)
		var e aiosignal.Error
		want(t, "is an Error", errors.As(err, &e), true)
		want(t, "signal", e.Signal, os.Signal(syscall.SIGUSR1))
		wantErr(t, "Err", sub.Err(), context.Canceled)
		wantErr(t, "cause", err, context.Canceled)
		wantErr(t, "co", co.Err(), nil)
		aio.Recv(co, unseen.Done()) // its error is not looked at, and Run does not report it
	})
}

// Given NotifyContext, when stop is called, then the Context is cancelled, as that of signal.NotifyContext is.
func TestStopCancels(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		sub, stop := aiosignal.NotifyContext(co, syscall.SIGUSR1)
		stop()
		stop()
		want(t, "cause", context.Cause(sub), context.Canceled)
	})
}

func raise(t *testing.T, s syscall.Signal) {
	t.Helper()
	wantErr(t, "kill", syscall.Kill(os.Getpid(), s), nil)
}
