package aio

import "slices"

// wayOut says who may cancel a wait, as far as is known.
type wayOut uint8

const (
	noWay    wayOut = iota
	byTasks         // a task that runs may call Future.Cancel
	byOthers        // a deadline, or something that is no task
)

// wayOutOf returns who may cancel a wait on co, which may be nil. Only the cancellations that the main task of a Run and its
// children are born with are known to come from tasks. That of the Run comes when the main task has gone on.
func wayOutOf(co Context) wayOut {
	if co == nil {
		return noWay
	}
	if _, limited := co.Deadline(); limited {
		return byOthers
	}
	way := noWay
	s := co.self().s
	for ctx := part(co); ; way = byTasks {
		if s != nil && ctx == s.main {
			if s.outer {
				return byOthers
			}
			return way
		}
		own, ok := ctx.(*ownContext)
		if !ok {
			if ctx.Done() != nil {
				return byOthers
			}
			return way
		}
		if own.is(ownLoose) {
			return byOthers
		}
		ctx = part(own.Context)
	}
}

// deadlock looks for one that has come about because t, just parked, stopped; l.mu is held. It returns the error and the
// tasks that can be unwound, or nil. A deadlock that leaves every Run a way to go on is not reported.
//
// While some tasks still run, only waits are looked at that nobody else can end. A mutex may be unlocked by a task that
// does not hold it, and the task of a future may be cancelled by one that has the future, so a ring with such a wait in it
// is a deadlock only when all tasks have stopped.
func (l *loop) deadlock(t *task) (*DeadlockError, []*task) {
	if l.mains == 0 {
		return nil, nil
	}
	if l.suspect(t) {
		s := search{l: l, on: map[*task]bool{}}
		if ring := s.from(t); ring != nil {
			if err, stuck := l.explain(ring, false); err != nil {
				return err, stuck
			}
		}
	}
	if l.stopped() {
		return l.standstill()
	}
	return nil, nil
}

// suspect follows the waits of t as long as each is for one task. It reports false when they end at a task that runs:
// then there is no deadlock, and nothing was allocated to find out; l.mu is held.
func (l *loop) suspect(t *task) bool {
	first := t
	for hops := 0; hops <= l.live; hops++ {
		if t == nil || t.loop != l || t.wait.on == nil {
			return false
		}
		h := t.wait.on.hindrance()
		if !h.sure || t.way != noWay {
			return false
		}
		if h.crew != nil {
			return l.ringed || l.awaits(h.crew, first)
		}
		t = h.task
	}
	return true
}

// in reports whether t is one of those that c counts.
func (t *task) in(c *crew) bool {
	return t.end == &c.audience || t.co.s.is(c) && !t.visitor
}

// awaits reports whether one of those that c counts waits, directly or through others, for t; l.mu is held. It looks from t
// at those who wait for it: they are few, while c may count many.
func (l *loop) awaits(c *crew, t *task) bool {
	all := t.awaiters()
	if len(all) == 0 { // so it is for most who wait for many
		return false
	}
	seen := map[*task]bool{t: true}
	for i := 0; i < len(all); i++ {
		w := all[i]
		if w.loop != l || seen[w] {
			continue
		}
		if w.in(c) {
			return true
		}
		seen[w] = true
		all = append(all, w.awaiters()...)
	}
	return false
}

// awaiters returns the tasks that wait for the end of t; loop.mu is held.
func (t *task) awaiters() []*task {
	all := t.end.tasks(nil)
	if t.co.s != nil && !t.visitor {
		all = t.co.s.crew.tasks(all)
	}
	return all
}

// tasks adds those who wait to all.
func (a *audience) tasks(all []*task) []*task {
	if a == nil {
		return all
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for w := a.line.head; w != nil; w = w.next {
		if w.t != nil { // no listener
			all = append(all, w.t)
		}
	}
	for w := range a.watches.each {
		w.by.mu.Lock()
		if h := w.by.line.head; h != nil {
			all = append(all, h.t)
		}
		w.by.mu.Unlock()
	}
	return all
}

// stopped reports that no task runs, or waits for something outside; l.mu is held.
func (l *loop) stopped() bool {
	return l.mains > 0 && l.parked == l.live
}

// standstill looks for a deadlock among the tasks of a loop that has stopped; l.mu is held.
func (l *loop) standstill() (*DeadlockError, []*task) {
	if l.sealed {
		for t := l.tasks; t != nil; t = t.older {
			if _, parked := t.hindered(); !parked {
				return nil, nil
			}
		}
		return l.explain(nil, true)
	}
	s := search{l: l, on: map[*task]bool{}, loose: true}
	for t := l.tasks; t != nil; t = t.older {
		if t.mains == 0 {
			continue
		}
		if ring := s.from(t); ring != nil {
			return l.explain(ring, true)
		}
	}
	if in := l.blocked(); in != nil {
		return l.report(in, nil)
	}
	return nil, nil
}

// hindered returns what t waits for, and whether it is still in the line it was recorded in: its waker may have taken it
// out just now; loop.mu is held.
func (t *task) hindered() (hindrance, bool) {
	if t.wait.on == nil {
		return hindrance{}, false
	}
	t.wait.mu.Lock()
	defer t.wait.mu.Unlock()
	return t.wait.on.hindrance(), t.line.in != nil
}

// blockers returns the tasks that t cannot go on without: all of them if loose, else those that nobody can stand in for;
// loop.mu is held.
func (t *task) blockers(loose bool) []*task {
	if t.way == byOthers {
		return nil
	}
	h, parked := t.hindered()
	if !parked || !loose && (!h.sure || t.way != noWay) {
		return nil
	}
	if h.task != nil {
		return []*task{h.task}
	}
	if h.crew == nil {
		return nil
	}
	var all []*task
	for m := t.loop.tasks; m != nil; m = m.older {
		if m.in(h.crew) {
			all = append(all, m)
		}
	}
	return all
}

// search walks from a parked task to those it waits for, and stops at a ring.
type search struct {
	l     *loop
	loose bool
	path  []*task
	on    map[*task]bool // true while on the path, false when done with
}

// from returns the ring that t is in or waits for, or nil.
func (s *search) from(t *task) []*task {
	s.on[t] = true
	s.path = append(s.path, t)
	for _, b := range t.blockers(s.loose) {
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
// when no Run is stuck, and when tasks are being unwound already, which may resolve it.
func (l *loop) explain(cycle []*task, loose bool) (*DeadlockError, []*task) {
	if cycle == nil {
		return l.report(nil, nil)
	}
	return l.report(l.waitingFor(cycle, loose), cycle)
}

// report is explain for the given tasks, or for all if in is nil.
func (l *loop) report(in map[*task]bool, cycle []*task) (*DeadlockError, []*task) {
	var stuck []*task
	var mains int32
	for t := l.tasks; t != nil; t = t.older {
		if in == nil || in[t] {
			if t.doomed {
				return nil, nil
			}
			stuck = append(stuck, t)
			mains += int32(t.mains)
		}
	}
	if mains == 0 {
		l.ringed = l.ringed || cycle != nil
		return nil, nil
	}
	slices.Reverse(stuck)
	err := &DeadlockError{}
	for _, t := range stuck {
		t.doomed = true
		err.Tasks = append(err.Tasks, t.info())
	}
	for _, t := range cycle {
		err.Cycle = append(err.Cycle, t.info())
	}
	// A main task that goes on cancels the others, which should have seen the deadlock by then.
	slices.SortStableFunc(stuck, func(a, b *task) int { return int(min(a.mains, 1) - min(b.mains, 1)) })
	return err, stuck
}

// waitingFor returns the given tasks and all that cannot go on without them; l.mu is held.
func (l *loop) waitingFor(tasks []*task, loose bool) map[*task]bool {
	in := map[*task]bool{}
	for _, t := range tasks {
		in[t] = true
	}
	for grown := len(tasks) > 0; grown; {
		grown = false
		for t := l.tasks; t != nil; t = t.older {
			if !in[t] && slices.ContainsFunc(t.blockers(loose), func(b *task) bool { return in[b] }) {
				in[t], grown = true, true
			}
		}
	}
	return in
}

// abort ends the waits of stuck tasks with err. It leaves alone those that were woken meanwhile, and those that are no
// more than visitors of the loop: their goroutine is not ours to end.
//
// All are taken out of their lines before the first one runs: one that is unwound may end the wait of another, which would
// then not see the deadlock.
func abort(err *DeadlockError, stuck []*task) {
	if len(stuck) == 0 {
		return
	}
	l := stuck[0].loop
	l.mu.Lock()
	defer l.mu.Unlock()
	var pulled []*task
	for _, t := range stuck {
		t.doomed = false
		if t.visitor && t.mains == 0 || !t.pull() {
			continue
		}
		t.special().dead, t.struck = err, true
		pulled = append(pulled, t)
	}
	for _, t := range pulled {
		l.rouse(t).grant()
	}
}
