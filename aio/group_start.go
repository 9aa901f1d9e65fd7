package aio

import (
	"context"
	"errors"
	"sync"
)

// ErrNotReady is the error of Group.Start when the task ended without an error and without calling ready.
var ErrNotReady = errors.New("aio: task ended before it was ready")

// Start is GoContext that also waits until the task says that it is ready, by calling ready: a server that listens, a
// worker that is connected. fn runs with a Context below co.
//
// When fn ends before it is ready, Start returns its error, or ErrNotReady, and the group goes on without it. Afterwards
// Start has returned nil, and an error of fn is one of the group. ready may be called by any goroutine; calling it again,
// or when co is cancelled, does nothing.
//
// When co is cancelled before the task is ready, Start cancels the task and waits for its end. It then returns the error
// of the task, or the cause if the task just reports its cancellation.
func (g *Group) Start(co Context, fn func(co Context, ready func()) error) error {
	if err := g.enter(co); err != nil {
		return err
	}
	sub, cancel := WithCancelCause(co)
	j := &startJob{cancel: cancel}
	j.g = g
	j.fn = func(co Context) error { return fn(co, j.ready) }
	j.t.newborn(sub.self(), &g.crew.audience, j, entryOf(fn))
	g.crew.add(1)
	j.t.launch()
	return j.await(co)
}

// startJob is a task of a Group that somebody waits for until it is ready.
type startJob struct {
	groupJob
	cancel context.CancelCauseFunc

	mu    sync.Mutex
	state startState
	err   error // of a task that ended before it was ready
	line  line  // the one that started it
}

type startState int

const (
	starting startState = iota
	abandoned
	isReady
	ended
)

func (j *startJob) seat() { j.t.loop.sit(j) }

func (j *startJob) run() { j.do(j) }

// await waits until the task is ready or has ended.
func (j *startJob) await(co Context) error {
	t := co.self().t
	switch j.park(t, co, starting) {
	case deadlocked:
		return t.takeDead()
	case interrupted:
		if j.abandon() {
			j.cancel(context.Cause(co))
			j.park(t, nil, abandoned)
		}
	}
	err := j.result()
	if co.Err() != nil && (isCancellation(err) || err == ErrNotReady) {
		return context.Cause(co)
	}
	return err
}

// abandon gives up waiting for ready. It reports false when it is too late for that.
func (j *startJob) abandon() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.state != starting {
		return false
	}
	j.state = abandoned
	return true
}

// park waits as long as the state is the given one.
func (j *startJob) park(t *task, co Context, state startState) parked {
	j.mu.Lock()
	if j.state != state {
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

// ready ends the wait of Start. Once Start is cancelled it does nothing, because Start then waits for the end. The task may
// learn of the cancellation first.
func (j *startJob) ready() {
	j.mu.Lock()
	var first *waiter
	if j.state == starting && j.t.co.Err() == nil {
		j.state = isReady
		first = j.line.popAll()
	}
	j.mu.Unlock()
	wakeAll(first)
}

// ended gives the result of the task to Start, or to the group if Start has returned.
func (j *startJob) ended(t *task, err error) {
	if !j.early(err) {
		j.g.ended(t, err)
	}
	j.cancel(nil) // nothing is left to be cancelled
}

// early takes the result of a task that is not ready; it reports false when the task is.
func (j *startJob) early(err error) bool {
	j.mu.Lock()
	if j.state == isReady {
		j.mu.Unlock()
		return false
	}
	j.state = ended
	if j.err = err; err == nil {
		j.err = ErrNotReady
	}
	first := j.line.popAll()
	j.mu.Unlock()
	wakeAll(first)
	return true
}

// Somebody else might have been given ready, so it is not sure that the task must act.
func (j *startJob) hindrance() hindrance { return hindrance{task: &j.t} }
func (j *startJob) waiting() string      { return "a task that is to be ready" }
