package aio

import (
	"context"
	"sync"
)

// offloaded is a job of an executor.
type offloaded[T any] struct {
	f      Future[T]
	t      task // stands for the job in the loop; it never begins
	own    ownContext
	fn     func(context.Context) (T, error)
	forget func() bool // the end of own
	leaves bool        // it is abandoned when it is cancelled

	mu    sync.Mutex
	phase jobPhase
	stop  func() bool
}

type jobPhase int

const (
	jobQueued jobPhase = iota
	jobRunning
	jobEnded // or abandoned: its future is completed
)

// newOffloaded prepares a job below the task of co, which counts it like a task that it started. From then on it may be
// cancelled, so that all of it must be known: leaves, too.
func newOffloaded[T any](co Context, fn func(context.Context) (T, error), leaves bool) *offloaded[T] {
	j := &offloaded[T]{fn: fn, leaves: leaves}
	c := co.self()
	j.t.newborn(c, &j.f.f.audience, nil, entryOf(fn))
	j.own.start(c.Context, j.t.near)
	j.t.near, j.t.owns = &j.own, true
	j.t.co.Context = &j.own
	j.t.outside = inCall
	if j.t.loop.debugs() {
		j.t.rare = &rare{site: callSite(2)}
	}
	j.f.f.by = &j.t
	j.t.loop.admit(&j.t)
	j.mu.Lock()
	j.forget = context.AfterFunc(&j.own, func() { j.cancelled(context.Cause(&j.own)) })
	j.mu.Unlock()
	return j
}

// submitted records what Submit returned.
func (j *offloaded[T]) submitted(stop func() bool, err error) {
	if err != nil {
		var zero T
		j.end(zero, err, jobQueued)
		return
	}
	j.mu.Lock()
	j.stop = stop
	late := j.phase == jobEnded
	j.mu.Unlock()
	if late && stop != nil {
		stop() // it was cancelled before it could be taken back
	}
}

// run is the job.
func (j *offloaded[T]) run() {
	fn := j.begin()
	if fn == nil {
		return
	}
	var v T
	var err error
	returned := false
	defer func() {
		if !returned {
			if !goexiting() {
				return // a panic, which ends the process, or is that of the task
			}
			err = ErrGoexit
		}
		j.end(v, err, jobRunning)
	}()
	v, err = fn(&j.t.co)
	err = withCause(&j.own, err)
	returned = true
}

// begin returns the function to be called, or nil if the job was cancelled: the end of its context completes the future.
func (j *offloaded[T]) begin() func(context.Context) (T, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.phase != jobQueued || j.own.Err() != nil {
		return nil
	}
	j.phase = jobRunning
	return j.fn
}

// cancelled completes the future of a job that was cancelled, unless the end of the job does.
func (j *offloaded[T]) cancelled(cause error) {
	var zero T
	j.mu.Lock()
	stop := j.stop
	j.mu.Unlock()
	if j.end(zero, cause, jobQueued) {
		if stop != nil {
			stop()
		}
	} else if j.leaves {
		j.end(zero, cause, jobRunning)
	}
}

// end completes the future if the job is still in the given phase.
func (j *offloaded[T]) end(v T, err error, from jobPhase) bool {
	j.mu.Lock()
	if j.phase != from {
		j.mu.Unlock()
		return false
	}
	j.phase = jobEnded
	forget := j.forget
	j.fn, j.stop = nil, nil
	j.mu.Unlock()
	forget()
	j.f.val, j.f.err = v, err
	if err != nil {
		j.t.co.s.fail(&j.f.f, err)
	}
	j.f.f.complete()
	j.t.finish(nil)
	return true
}

// unwound ends a job whose Submit did not return: it ran on the goroutine of the task, which is being unwound. Nobody has
// its future.
func (j *offloaded[T]) unwound() {
	var zero T
	j.f.f.seen.Store(true)
	_ = j.end(zero, ErrGoexit, jobQueued) || j.end(zero, ErrGoexit, jobRunning)
}
