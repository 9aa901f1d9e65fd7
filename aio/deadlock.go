package aio

import (
	"context"
	"slices"
)

// mayBeCancelled reports whether something that the loop cannot see may cancel a wait on co. Only the cancellations that
// the main task of a private loop and its children are born with are known to come from tasks.
func (l *loop) mayBeCancelled(co context.Context) bool {
	if co == nil || !l.private {
		return false
	}
	if l.outer {
		return true
	}
	ctx := part(co)
	for {
		if ctx == l.main || ctx.Done() == nil {
			return false
		}
		own, ok := ctx.(*ownContext)
		if !ok {
			return true
		}
		ctx = part(own.Context)
	}
}

// deadlock looks for one that has come about because t, just parked, stopped; l.mu is held. It returns the error and the
// tasks that can be unwound, or nil. A deadlock that leaves every Run a way to go on is not reported.
func (l *loop) deadlock(t *task) (*DeadlockError, []*task) {
	var cycle []*task
	if l.suspect(t) {
		s := search{l: l, on: map[*task]bool{}}
		cycle = s.from(t)
	}
	if cycle == nil && !l.quiet() {
		return nil, nil
	}
	return l.explain(cycle)
}

// suspect follows the waits of t as long as each is for one task. It reports false when they end at a task that runs:
// then there is no deadlock, and nothing was allocated to find out; l.mu is held.
func (l *loop) suspect(t *task) bool {
	for hops := 0; hops <= l.live; hops++ {
		if t == nil || t.loop != l || t.wait.on == nil {
			return false
		}
		if t.wait.on.members() != nil {
			return true
		}
		t = t.wait.on.blocker()
	}
	return true
}

// quiet reports that all tasks of a private loop wait for each other; l.mu is held.
func (l *loop) quiet() bool {
	if !l.private || l.live == 0 || l.parked != l.live {
		return false
	}
	for t := l.tasks; t != nil; t = t.older {
		if !t.isParked() || t.wait.timed {
			return false
		}
	}
	return true
}

// isParked reports whether t is in the line it was recorded in: its waker may have taken it out just now; loop.mu is held.
func (t *task) isParked() bool {
	if t.wait.on == nil {
		return false
	}
	t.wait.mu.Lock()
	defer t.wait.mu.Unlock()
	return t.line.in == t.wait.ln
}

// blockers returns the tasks that t cannot go on without; loop.mu is held.
func (t *task) blockers() []*task {
	if t.wait.timed || !t.isParked() {
		return nil
	}
	if b := t.wait.on.blocker(); b != nil {
		return []*task{b}
	}
	c := t.wait.on.members()
	if c == nil || t.wait.on.outside() {
		return nil
	}
	var all []*task
	for m := t.loop.tasks; m != nil; m = m.older {
		if m.crew == c || m.co.s.is(c) && !m.visitor {
			all = append(all, m)
		}
	}
	return all
}

// search walks from a parked task to those it waits for, and stops at a ring.
type search struct {
	l    *loop
	path []*task
	on   map[*task]bool // true while on the path, false when done with
}

// from returns the ring that t is in or waits for, or nil.
func (s *search) from(t *task) []*task {
	s.on[t] = true
	s.path = append(s.path, t)
	for _, b := range t.blockers() {
		onPath, seen := s.on[b]
		if onPath {
			return s.ring(b)
		}
		if seen || b.loop != s.l || b.wait.on == nil {
			continue
		}
		if ring := s.from(b); ring != nil {
			return ring
		}
	}
	s.path = s.path[:len(s.path)-1]
	s.on[t] = false
	return nil
}

// ring returns the part of the path that begins at t.
func (s *search) ring(t *task) []*task {
	for i, p := range s.path {
		if p == t {
			return append([]*task(nil), s.path[i:]...)
		}
	}
	return nil
}

// explain makes the error for a ring, or for all tasks of the loop when there is no ring; l.mu is held. It returns nil
// when no Run is stuck.
func (l *loop) explain(cycle []*task) (*DeadlockError, []*task) {
	in := l.waitingFor(cycle)
	err := &DeadlockError{}
	var stuck []*task
	mains := 0
	for t := l.tasks; t != nil; t = t.older {
		if cycle == nil || in[t] {
			stuck = append(stuck, t)
			mains += t.mains
		}
	}
	if mains == 0 {
		return nil, nil
	}
	slices.Reverse(stuck)
	for _, t := range stuck {
		err.Tasks = append(err.Tasks, t.info())
	}
	for _, t := range cycle {
		err.Cycle = append(err.Cycle, t.info())
	}
	return err, stuck
}

// waitingFor returns the given tasks and all that cannot go on without them; l.mu is held.
func (l *loop) waitingFor(tasks []*task) map[*task]bool {
	in := map[*task]bool{}
	for _, t := range tasks {
		in[t] = true
	}
	for grown := len(tasks) > 0; grown; {
		grown = false
		for t := l.tasks; t != nil; t = t.older {
			if !in[t] && slices.ContainsFunc(t.blockers(), func(b *task) bool { return in[b] }) {
				in[t], grown = true, true
			}
		}
	}
	return in
}

// abort ends the waits of stuck tasks with err. It leaves alone those that were woken meanwhile, and those that are no
// more than visitors of the loop: their goroutine is not ours to end.
func abort(err *DeadlockError, stuck []*task) {
	for _, t := range stuck {
		t.abort(err)
	}
}

func (t *task) abort(err *DeadlockError) {
	l := t.loop
	l.mu.Lock()
	w := t.wait
	l.mu.Unlock()
	if w.on == nil || (t.mains == 0 && t.visitor) {
		return
	}
	w.mu.Lock()
	left := w.ln.remove(&t.line)
	w.mu.Unlock()
	if !left {
		return
	}
	t.stopped = err
	wake(&t.line)
}
