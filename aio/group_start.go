package aio

import (
	"context"
	"errors"
	"sync"
)

// ErrNotReady is the error of Group.Start when the task ended without an error and without calling ready.
var ErrNotReady = errors.New("aio: task ended before it was ready")

// Start is GoContext that also waits until the task says that it is ready, by calling ready: a server that listens, a
// worker that is connected. fn runs with a Context below co, which in a group of NewGroup also ends with the group.
//
// Start returns nil as soon as the task is ready; an error of fn is then one of the group. When fn ends before, Start
// returns its error, or ErrNotReady, and the group goes on without it. ready may be called by any goroutine; calling it
// again does nothing.
//
// A cancellation of co before the task is ready is one of the task too. Start then waits until the task has ended, or is
// ready all the same. It returns the error of the task, or the cause of co if the task just reports a cancellation.
func (g *Group) Start(co Context, fn func(co Context, ready func()) error) error {
	if err := g.enter(co); err != nil {
		return err
	}
	j := &startJob{}
	j.g = g
	j.fn = func(co Context) error { return fn(co, j.ready) }
	j.t.newborn(j.below(co).self(), &g.crew.audience, j, entryOf(fn))
	g.crew.add(1)
	j.t.launch()
	return j.await(co)
}

// startJob is a task of a Group that somebody waits for until it is ready.
type startJob struct {
	groupJob
	release func() // ends its context; nil if it has none of its own

	mu    sync.Mutex
	state startState
	err   error // of a task that ended before it was ready
	line  line  // the one that started it
}

type startState int

const (
	starting startState = iota
	isReady
	ended
)

// below returns the Context for the task. The one who starts it may have another Context than that of the group; without
// the latter a group that failed would wait for a task that nobody cancels.
func (j *startJob) below(co Context) Context {
	if j.g.ctx == nil {
		return co
	}
	sub, cancel := withCancelCause(co, 0)
	stop := context.AfterFunc(j.g.ctx, func() { cancel(context.Cause(j.g.ctx)) })
	j.release = func() {
		stop()
		cancel(nil)
	}
	return sub
}

func (j *startJob) seat() { j.t.loop.sit(j) }

func (j *startJob) run() { j.do(j) }

// await waits until the task is ready or has ended.
func (j *startJob) await(co Context) error {
	t := co.self().t
	switch j.park(t, co) {
	case interrupted:
		j.park(t, nil)
	case deadlocked:
		return t.takeDead()
	}
	err := j.result()
	if co.Err() != nil && (isCancellation(err) || err == ErrNotReady) {
		return context.Cause(co)
	}
	return err
}

// park waits while the task is starting.
func (j *startJob) park(t *task, co Context) parked {
	j.mu.Lock()
	if j.state != starting {
		j.mu.Unlock()
		return woken
	}
	t.join(&j.line)
	j.mu.Unlock()
	return t.park(j, &j.mu, &j.line, co)
}

func (j *startJob) result() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}

func (j *startJob) ready() { j.leave(isReady, nil) }

// ended gives the result of the task to Start, or to the group if Start has returned.
func (j *startJob) ended(t *task, err error) {
	early := err
	if err == nil {
		early = ErrNotReady
	}
	if !j.leave(ended, early) {
		j.g.ended(t, err)
	}
	if j.release != nil {
		j.release()
	}
}

// leave ends the state of starting; it reports false when something else has ended it.
func (j *startJob) leave(to startState, err error) bool {
	j.mu.Lock()
	if j.state != starting {
		j.mu.Unlock()
		return false
	}
	j.state, j.err = to, err
	first := j.line.popAll()
	j.mu.Unlock()
	wakeAll(first)
	return true
}

// Somebody else might have been given ready, so it is not sure that the task must act.
func (j *startJob) hindrance() hindrance { return hindrance{task: &j.t} }
func (j *startJob) waiting() string      { return "a task that is to be ready" }
