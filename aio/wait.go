package aio

import (
	"context"
	"errors"
	"fmt"
)

// WaitMode says when Wait returns.
type WaitMode int

const (
	// AllCompleted waits until all futures are completed.
	AllCompleted WaitMode = iota
	// FirstCompleted waits until one future is completed.
	FirstCompleted
	// FirstError waits until one future has failed, or all are completed. A task that ended because it was cancelled has
	// not failed.
	FirstError
)

// String returns the name of the constant.
func (m WaitMode) String() string {
	switch m {
	case AllCompleted:
		return "AllCompleted"
	case FirstCompleted:
		return "FirstCompleted"
	case FirstError:
		return "FirstError"
	}
	return fmt.Sprintf("WaitMode(%d)", int(m))
}

// stop returns what ends the wait apart from the completion of all.
func (m WaitMode) stop() func(AnyFuture) bool {
	switch m {
	case AllCompleted:
		return nil
	case FirstCompleted:
		return func(AnyFuture) bool { return true }
	case FirstError:
		return failed
	}
	panic(fmt.Sprintf("aio: unknown mode %v of Wait", m))
}

// failed reports whether a completed future has an error other than that of its own cancellation.
func failed(f AnyFuture) bool {
	err := f.failure()
	if err == nil || isCancellation(err) {
		return false
	}
	by := f.part().by
	if by == nil || !by.owns || by.near.Err() == nil {
		return true
	}
	return !errors.Is(err, context.Cause(by.near))
}

// Wait waits until as many futures are completed as mode says, and returns those that are and those that are not, in the
// order of the arguments. Futures of different types are waited for as Wait[aio.AnyFuture]. It returns at once when there
// are none.
//
// Wait only waits: it cancels nothing, also when co is cancelled, and the errors of the futures do not count as seen. When
// co is cancelled, or its deadline has passed, before the wait has an end, err is the cause; done and pending then say how
// far things are.
func Wait[F AnyFuture](co Context, mode WaitMode, futures ...F) (done, pending []F, err error) {
	by := &watcher{stop: mode.stop()}
	watchAll(by, futures)
	err = by.await(co)
	for _, f := range futures {
		if f.part().done.Load() {
			done = append(done, f)
		} else {
			pending = append(pending, f)
		}
	}
	return done, pending, err
}
