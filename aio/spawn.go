package aio

import (
	"context"
	"errors"
	"reflect"
)

// entryOf returns the address of the code of a function value.
func entryOf[F any](fn F) uintptr { return reflect.ValueOf(fn).Pointer() }

// Go starts fn as a task and returns the future of its result. The task has a cancellation of its own, below co; a task
// that is cancelled before it begins does not run. Starting it does not let others run: under Serial it begins at a
// later turn. The Run around it waits for it.
func Go[T any](co Context, fn func(co Context) (T, error)) *Future[T] {
	j := &job[T]{fn: fn}
	c := co.self()
	j.t.newborn(c, &j.f.f.audience, j, entryOf(fn))
	j.own.start(c.Context, j.t.near)
	j.t.near, j.t.owns = &j.own, true
	j.t.co.Context = &j.own
	j.f.f.by = &j.t
	j.t.launch()
	return &j.f
}

// job is a task with a future.
type job[T any] struct {
	f   Future[T]
	t   task
	own ownContext
	fn  func(Context) (T, error)
}

func (j *job[T]) seat() { j.t.loop.sit(j) }

// run is the goroutine of the task.
func (j *job[T]) run() {
	j.t.begin()
	returned := false
	defer func() {
		if !returned {
			if !goexiting() {
				return // a panic, which ends the process
			}
			j.f.err = j.t.exitError()
		}
		j.fn = nil
		if j.f.err != nil && !j.echoes() {
			j.t.co.s.fail(&j.f.f, j.f.err)
		}
		j.f.f.complete()
		j.t.finish(nil)
	}()
	if j.own.Err() != nil {
		j.f.err = context.Cause(&j.own)
	} else {
		j.f.val, j.f.err = j.fn(&j.t.co)
		j.f.err = withCause(&j.own, j.f.err)
	}
	returned = true
}

// echoes reports whether the error only says that the task was cancelled: whoever did that knows it.
func (j *job[T]) echoes() bool {
	return j.own.Err() != nil && (errors.Is(j.f.err, context.Cause(&j.own)) || errors.Is(j.f.err, j.own.Err()))
}

// GoValue starts fn as a task and returns the future of its value. It is the goroutine that sends one value to a channel:
// it always runs, uses the context of co as it is, and cannot be cancelled by itself. The Run around it waits for it.
func GoValue[T any](co Context, fn func(co Context) T) *Future[T] {
	j := &valueJob[T]{fn: fn}
	j.t.newborn(co.self(), &j.f.f.audience, j, entryOf(fn))
	j.f.f.by = &j.t
	j.t.launch()
	return &j.f
}

// valueJob is a task with a future that cannot fail.
type valueJob[T any] struct {
	f  Future[T]
	t  task
	fn func(Context) T
}

func (j *valueJob[T]) seat() { j.t.loop.sit(j) }

func (j *valueJob[T]) run() {
	j.t.begin()
	returned := false
	defer func() {
		if !returned {
			if !goexiting() {
				return // a panic, which ends the process
			}
			j.f.err = j.t.exitError()
			j.t.co.s.fail(&j.f.f, j.f.err)
		}
		j.fn = nil
		j.f.f.complete()
		j.t.finish(nil)
	}()
	j.f.val = j.fn(&j.t.co)
	returned = true
}

// Spawn starts fn as a task that nobody waits for, not even Run. It is the go statement: fn always runs, and uses the
// context of co as it is.
func Spawn(co Context, fn func(co Context)) {
	j := &procedure{fn: fn}
	c := *co.self()
	c.s = nil
	j.t.newborn(&c, nil, j, entryOf(fn))
	j.t.launch()
}

// procedure is a task without a result.
type procedure struct {
	t  task
	fn func(Context)
}

func (p *procedure) seat() { p.t.loop.sit(p) }
func (p *procedure) run()  { p.do(nil) }

// do is the goroutine of the task, which cr counts if it is not nil.
func (p *procedure) do(cr *crew) {
	p.t.begin()
	returned := false
	defer func() {
		if !returned && !goexiting() {
			return // a panic, which ends the process
		}
		p.fn = nil
		p.t.finish(cr)
	}()
	p.fn(&p.t.co)
	returned = true
}
