package aio

import (
	"context"
	"errors"
	"fmt"
)

var (
	// ErrCanceled is the cause of a cancellation for which none was given, and of the cancellation of the tasks that are
	// left when Run ends. It is a context.Canceled for errors.Is.
	ErrCanceled error = canceled{}
	// ErrGoexit is the error of a task that ended through runtime.Goexit, for example by t.FailNow.
	ErrGoexit = errors.New("aio: task called runtime.Goexit")
	// ErrInvalidState says that a future was completed twice.
	ErrInvalidState = errors.New("aio: future is already completed")
	// ErrDeadlock is what a DeadlockError wraps.
	ErrDeadlock = errors.New("aio: deadlock")
	// ErrInTask is the error of Future.Wait when the calling goroutine is the task that has its turn: nothing could end
	// the wait.
	ErrInTask = errors.New("aio: Wait called inside a task; use Await")
	// ErrClosed is the error of a queue that was closed.
	ErrClosed = errors.New("aio: queue is closed")
)

type canceled struct{}

func (canceled) Error() string { return "aio: task canceled" }

func (canceled) Is(target error) bool { return target == context.Canceled }

// withCause adds the cause of the cancellation of ctx to an err that is nothing but the Err of ctx, because code that was
// written without causes returns that. Other errors stay as they are.
func withCause(ctx context.Context, err error) error {
	if err != context.Canceled && err != context.DeadlineExceeded || ctx.Err() != err {
		return err
	}
	cause := context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return &causedError{err, cause}
}

// causedError is both the error of a context and its cause.
type causedError struct{ err, cause error }

func (e *causedError) Error() string   { return fmt.Sprintf("%v: %v", e.err, e.cause) }
func (e *causedError) Unwrap() []error { return []error{e.err, e.cause} }
