package aio

import (
	"context"
	"errors"
)

// ErrExecutorClosed is the error of Offload to an executor that takes no more jobs.
var ErrExecutorClosed = errors.New("aio: executor is closed")

// Executor runs jobs that block, beside the loop. The drivers of this package are Inline, Unbounded and Pool; a program
// may have its own.
type Executor interface {
	// Submit arranges for job to be called once, by whatever goroutine. It may wait until the executor has room for it,
	// and then lets others run; when co is cancelled meanwhile it returns the cause. With an error job is never called.
	//
	// stop takes a job back that has not begun, and reports whether it did; it may be called by any goroutine at any
	// time. A nil stop says that this cannot be done; the job then returns at once when it is called too late.
	Submit(co Context, job func()) (stop func() bool, err error)
}

// Inline is the executor that calls the job on the goroutine of the task, with the loop released, as Call does: Submit
// returns when the job is done. It needs no goroutine. A panic of the job and runtime.Goexit pass through to the task.
var Inline Executor = inline{}

type inline struct{}

func (inline) Submit(co Context, job func()) (func() bool, error) {
	Call(co, job)
	return nil, nil
}

// Unbounded is the executor that gives each job a goroutine of its own. It never waits for room.
var Unbounded Executor = unbounded{}

type unbounded struct{}

func (unbounded) Submit(_ Context, job func()) (func() bool, error) {
	go job()
	return nil, nil
}

// Abandon returns an executor that works like ex, but whose jobs are left to themselves when they are cancelled while they
// run: their future fails with the cause at once, the Run does not wait for them, and their result is dropped. It is for
// calls that cannot be interrupted. What such a call takes, such as an item from a queue, is lost; and it must not touch
// what its caller goes on to use.
func Abandon(ex Executor) Executor { return abandoning{ex} }

type abandoning struct{ Executor }

// Offload runs fn on ex and returns the future of its result. It does not wait for fn, unless ex is Inline; it may wait
// for room in ex, with the loop released. The context of fn has the values of co. It is cancelled when co is cancelled, or
// the future.
//
// A job that is cancelled before it begins never runs, and its future fails with the cause at once. One that runs is not
// torn away: its future is completed when fn returns, and a value counts even then; see Abandon. The Run of co cancels the
// jobs that are left when it ends, and waits for them. An error that nobody looks at is reported by Run.
//
// fn is no task: it runs beside the loop, must not touch what the tasks share, and has no Context. It can enter the loop
// again with its context; see Enter. A panic of fn ends the process; see Capture. A job that waits for another job of the
// same Pool may wait for ever.
func Offload[T any](co Context, ex Executor, fn func(ctx context.Context) (T, error)) *Future[T] {
	a, leaves := ex.(abandoning)
	if leaves {
		ex = a.Executor
	}
	j := newOffloaded(co, fn, leaves)
	if j.own.Err() != nil {
		j.cancelled(context.Cause(&j.own))
		return &j.f
	}
	returned := false
	defer func() {
		if !returned {
			j.unwound()
		}
	}()
	stop, err := ex.Submit(co, j.run)
	returned = true
	j.submitted(stop, err)
	return &j.f
}
