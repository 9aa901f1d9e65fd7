package aio

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
)

// Future is the handle of a result that is there now or later. It comes from Go, GoValue or NewFuture. All methods may be
// called by any number of tasks and goroutines. The zero Future is never completed.
type Future[T any] struct {
	f   future
	val T
	err error
}

// future is what does not depend on the type of the value.
type future struct {
	done atomic.Bool
	seen atomic.Bool // somebody got the error, or asked for the cancellation

	by *task // the task that completes it; nil for NewFuture

	audience
	more *futureMore // what few futures have
}

// futureMore is what a future has when somebody asks for it. The lock of the future guards it.
type futureMore struct {
	promise interface{ reject(error) error } // completes a future that no task does
	ready   chan struct{}
	bomb    *unseen
}

// extend returns what is rare of f; f.mu is held.
func (f *future) extend() *futureMore {
	if f.more == nil {
		f.more = &futureMore{}
	}
	return f.more
}

// complete publishes the result, which the caller has stored. It is called once.
func (f *future) complete() {
	f.mu.Lock()
	watching := f.watches.tell()
	var ready chan struct{}
	if f.more != nil {
		ready = f.more.ready
	}
	f.done.Store(true)
	first := f.line.popAll()
	f.mu.Unlock()
	if ready != nil {
		close(ready)
	}
	wakeAll(first)
	wakeAll(watching)
}

// channel returns a channel that is closed when the future is completed.
func (f *future) channel() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	more := f.extend()
	if more.ready == nil {
		more.ready = make(chan struct{})
		if f.done.Load() {
			close(more.ready)
		}
	}
	return more.ready
}

// await parks t until the future is completed. With a nil co it is not interrupted.
func (f *future) await(t *task, co Context) parked {
	f.mu.Lock()
	if f.done.Load() {
		f.mu.Unlock()
		return woken
	}
	t.join(&f.line)
	f.mu.Unlock()
	return t.park(f, &f.mu, &f.line, co)
}

func (f *future) hindrance() hindrance {
	return hindrance{task: f.by, sure: true, outside: f.by == nil}
}

func (f *future) waiting() string {
	if f.by == nil {
		return "a future of NewFuture"
	}
	return fmt.Sprintf("the result of task %d", f.by.id)
}

// cancel asks for the end of what completes the future.
func (f *future) cancel(cause error) bool {
	if cause == nil {
		cause = ErrCanceled
	}
	if f.done.Load() {
		return false
	}
	if f.by == nil {
		more := f.more // set before anybody else knew f, but for the zero Future
		if more == nil || more.promise == nil {
			return false
		}
		f.see()
		return more.promise.reject(cause) == nil
	}
	if !f.by.owns {
		return false
	}
	f.see()
	f.by.near.cancel(cause)
	return true
}

// Await waits for the result. A completed future gives it at once, even if co is cancelled.
//
// When co is cancelled first, Await cancels the future with the cause of co. It then waits for the task of the future to
// end, and returns its value if it has one all the same, its error if that is not the cancellation, and the cause
// otherwise. A task of GoValue cannot be cancelled: Await leaves it alone and returns the cause at once.
func (f *Future[T]) Await(co Context) (T, error) {
	if f.f.done.Load() {
		return f.result()
	}
	t := co.self().t
	if co.Err() == nil {
		switch f.f.await(t, co) {
		case woken:
			return f.result()
		case deadlocked:
			var zero T
			return zero, t.takeDead()
		}
	}
	return f.abandon(t, context.Cause(co))
}

// abandon ends an Await whose Context was cancelled.
func (f *Future[T]) abandon(t *task, cause error) (T, error) {
	if !f.f.cancel(cause) && !f.f.done.Load() {
		var zero T
		return zero, cause
	}
	f.f.await(t, nil)
	v, err := f.result()
	if !errors.Is(err, cause) && (isCancellation(err) || errors.Is(err, context.DeadlineExceeded)) {
		err = cause
	}
	return v, err
}

// Value waits for the result like a receive from a channel that gets one value: it is not interrupted, and the error is
// dropped. It is meant for futures that cannot fail, those of GoValue. For a task that ended by Goexit it returns the
// zero value.
func (f *Future[T]) Value(co Context) T {
	if !f.f.done.Load() {
		f.f.await(co.self().t, nil)
	}
	return f.val
}

// Wait waits for the result in a goroutine that is no task. When ctx is cancelled first, it cancels the future, and
// returns the cause without waiting for the task to end. Inside a task of a serial loop that has its turn it returns
// ErrInTask, because the loop would stand still; of a future of NewFuture this is noticed only if ctx is that of the task.
func (f *Future[T]) Wait(ctx context.Context) (T, error) {
	if f.f.done.Load() {
		return f.result()
	}
	if f.f.holdsUp(ctx) {
		var zero T
		return zero, ErrInTask
	}
	select {
	case <-f.f.channel():
		return f.result()
	case <-ctx.Done():
	}
	if f.f.done.Load() {
		return f.result()
	}
	cause := context.Cause(ctx)
	f.f.cancel(cause)
	var zero T
	return zero, cause
}

// holdsUp reports whether the calling goroutine has the turn of a loop that f may need.
func (f *future) holdsUp(ctx context.Context) bool {
	if f.by == nil {
		return taskOf(ctx) != nil
	}
	return f.by.loop.mine() != nil
}

// Done returns a channel that is closed when the future is completed.
func (f *Future[T]) Done() <-chan struct{} { return f.f.channel() }

// Cancel asks the task of the future to end, by cancelling its context with the given cause, or ErrCanceled for nil. A
// task that has not begun will not run; one that has begun may still return a value. A future of NewFuture is completed
// with the cause. Cancel reports whether it did anything: it returns false for a completed future, and for one of
// GoValue, whose task has no cancellation of its own. It does not wait.
func (f *Future[T]) Cancel(cause error) bool { return f.f.cancel(cause) }

// result returns what the future was completed with.
func (f *Future[T]) result() (T, error) {
	if f.err != nil && !f.f.seen.Load() {
		f.f.see()
	}
	return f.val, f.err
}
