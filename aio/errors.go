package aio

import (
	"context"
	"errors"
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
	// ErrClosed is the error of a queue that was closed.
	ErrClosed = errors.New("aio: queue is closed")
)

type canceled struct{}

func (canceled) Error() string { return "aio: task canceled" }

func (canceled) Is(target error) bool { return target == context.Canceled }
