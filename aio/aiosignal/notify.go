package aiosignal

import (
	"context"
	"os"
	"os/signal"

	"github.com/asyncport/asyncport/aio"
)

// Error is the cause of a Context that was cancelled by a signal. It is a context.Canceled for errors.Is, so that the tasks
// which it ends do not count as failed.
type Error struct{ Signal os.Signal }

func (e Error) Error() string { return e.Signal.String() + " signal received" }

// Is reports whether target is context.Canceled.
func (e Error) Is(target error) bool { return target == context.Canceled }

// NotifyContext is signal.NotifyContext for a Context: the result is of the same task as co, and is cancelled when one of
// the signals comes, with an Error that names it as the cause. A Context that is cancelled for another reason before keeps
// that reason. Without signals it is any signal that can be caught.
//
//	co, stop := aiosignal.NotifyContext(co, os.Interrupt)
//	defer stop()
//
// After the first signal further ones are dropped until stop is called; then they have their former effect. So call stop
// when the clean-up begins, if a second Ctrl-C is to end the process at once. Calling stop again does nothing.
func NotifyContext(co aio.Context, sigs ...os.Signal) (aio.Context, context.CancelFunc) {
	sub, cancel := aio.WithCancelCause(co)
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, sigs...)
	done := sub.Done()
	go func() {
		select {
		case s := <-ch:
			cancel(Error{s})
		case <-done:
		}
	}()
	return sub, func() {
		cancel(nil)
		signal.Stop(ch)
	}
}
