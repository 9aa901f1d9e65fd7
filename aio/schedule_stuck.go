package aio

import (
	"runtime"
	"slices"
	"time"
)

// century is how long nothing must happen before a loop with a Schedule is taken to be stuck. In a bubble of
// testing/synctest such a time passes at once, but only when no other timer is left and nobody can go on.
const century = 100 * 365 * 24 * time.Hour

// idle waits until there may be something to do. It reports false when the loop has ended.
func (s *scheduler) idle(l *loop, far *time.Timer) bool {
	if far == nil {
		_, ok := <-s.free
		return ok
	}
	for seen := s.turns + 1; ; {
		far.Reset(century)
		select {
		case _, ok := <-s.free:
			return ok
		case <-far.C:
		}
		if seen == s.turns { // nothing came of it; the tasks that are left cannot be unwound
			_, ok := <-s.free
			return ok
		}
		seen = s.turns
		s.standstill(l)
	}
}

// standstill ends the waits of all tasks that can be unwound.
func (s *scheduler) standstill(l *loop) {
	l.mu.Lock()
	err, stuck := l.explain(nil, true)
	l.mu.Unlock()
	if err == nil {
		return
	}
	s.stuck()
	l.mu.Lock()
	s.deadlock = err
	close(s.dead)
	s.dead = make(chan struct{})
	l.mu.Unlock()
	abort(err, stuck)
}

// lost returns a channel that is closed when the loop of t is stuck, for a wait outside the loop. It is nil when there is
// no Schedule, and when the goroutine of t is not ours to end.
func (t *task) lost() <-chan struct{} {
	l := t.loop
	if !l.scheduled {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sched == nil || t.visitor && t.mains == 0 {
		return nil
	}
	return l.sched.dead
}

// drown takes note of the deadlock that ended a wait outside the loop, and returns it.
func (t *task) drown() *DeadlockError {
	l := t.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sched.deadlock
}

// unwind ends t because of a deadlock, like resume.
func (t *task) unwind() {
	err := t.drown()
	t.loop.mu.Lock()
	t.special().dead = err
	t.loop.mu.Unlock()
	if t.mains > 0 {
		panic(err)
	}
	runtime.Goexit()
}

// recvScheduled waits for a value with the turn given away. When the loop is stuck it unwinds the task.
func recvScheduled[T any](t *task, ch <-chan T, held bool) (v T, ok bool) {
	lost := false
	select {
	case v, ok = <-ch:
	case <-t.lost():
		lost = true
	}
	if held {
		t.acquire()
	}
	if lost {
		t.unwind()
	}
	return v, ok
}

// sendScheduled waits until v is sent with the turn given away. When the loop is stuck it unwinds the task.
func sendScheduled[T any](t *task, ch chan<- T, v T) {
	if !sendOrLost(t, ch, v) {
		t.unwind()
	}
}

func sendOrLost[T any](t *task, ch chan<- T, v T) bool {
	if t.release(inSend) {
		defer t.acquire()
	}
	select {
	case ch <- v:
		return true
	case <-t.lost():
		return false
	}
}

// blockScheduled is blockOutside for a loop with a Schedule. When the loop is stuck it unwinds the task.
func (t *task) blockScheduled(cases []Case) Case {
	lost := OnRecv(t.lost())
	c := t.blockAway(append(slices.Clone(cases), lost))
	if c == lost {
		t.unwind()
	}
	return c
}
