package aio

import (
	"fmt"
	"sync/atomic"
)

// Trace watches one Run with a Schedule. The zero value is ready; a Trace must not be used for a second Run. Its methods
// may be called by any goroutine, also while the Run is stuck and after it has ended.
type Trace struct {
	// Keep is how many of the last turns are kept; 0 is none. It must not be changed once the Run has begun.
	Keep int

	loop atomic.Pointer[loop]

	// Guarded by loop.mu.
	sched *scheduler
	sum   uint64
	steps []step // a ring of the last Keep turns
	marks map[*task]*[]stack
	stand map[uint64]stack // where tasks gave their turn away last, by number
}

// Turn is what a task did between two marks.
type Turn struct {
	Task TaskRef
	// Name and Created are those of the TaskInfo.
	Name, Created string
	// End is the mark that ended the turn. It is zero for the turn that goes on, and for the last turn of a task.
	End Mark
}

// String says which task ran up to which mark.
func (t Turn) String() string {
	s := fmt.Sprintf("task %d", t.Task.ID)
	if t.Name != "" {
		s += " " + t.Name
	}
	switch {
	case t.End.Name != "":
		s += " ran up to " + t.End.String()
	case t.End.last:
		s += " ran to its end"
	default:
		s += " runs"
	}
	return s
}

// step is a Turn before it is put in words.
type step struct {
	t     *task
	end   stack
	ended bool
}

// watch makes tr the trace of l. It reports false when tr has watched a loop already.
func (tr *Trace) watch(l *loop) bool {
	if tr == nil {
		return true
	}
	if !tr.loop.CompareAndSwap(nil, l) {
		return false
	}
	tr.sched = l.sched
	tr.marks = map[*task]*[]stack{}
	tr.stand = map[uint64]stack{}
	return true
}

// begin records that t has its turn; loop.mu is held.
func (tr *Trace) begin(t *task) {
	if tr == nil || tr.Keep <= 0 {
		return
	}
	tr.add(t.id)
	if len(tr.steps) < tr.Keep {
		tr.steps = append(tr.steps, step{})
	}
	*tr.last() = step{t: t}
}

// add makes n part of the sum; loop.mu is held.
func (tr *Trace) add(n uint64) { tr.sum = (tr.sum ^ n) * 0x100000001b3 }

// last returns the turn that goes on, or was the last; loop.mu is held.
func (tr *Trace) last() *step { return &tr.steps[(tr.sched.turns-1)%uint64(tr.Keep)] }

// end records where t gives its turn away; loop.mu is held.
func (tr *Trace) end(t *task) {
	if tr == nil {
		return
	}
	if tr.Keep > 0 {
		s := tr.last()
		s.end, s.ended = here(), true
		for _, pc := range s.end.inner() {
			tr.add(uint64(pc))
		}
		if t.loop.has(t) { // else this is its end; what it stood at may still be of interest
			tr.stand[t.id] = s.end
			tr.forget(t.loop)
		}
	}
	tr.mark(t)
}

// forget drops tasks that have ended when they are most of those that are known; loop.mu is held.
func (tr *Trace) forget(l *loop) {
	if len(tr.stand) < 2*l.live+1000 {
		return
	}
	old := tr.stand
	tr.stand = map[uint64]stack{}
	for t := l.tasks; t != nil; t = t.older {
		if s, known := old[t.id]; known {
			tr.stand[t.id] = s
		}
	}
}

// mark records that t is at a mark; loop.mu is held.
func (tr *Trace) mark(t *task) {
	if tr == nil || len(tr.marks) == 0 {
		return
	}
	if seen := tr.marks[t]; seen != nil {
		*seen = append(*seen, here())
	}
}

// Count returns the number of turns so far.
func (tr *Trace) Count() uint64 {
	l := tr.loop.Load()
	if l == nil {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return tr.sched.turns
}

// Sum returns a number that stands for all turns so far: which tasks ran, up to which marks. It is the same for two Runs
// in one process that took the same way, and most likely another for two that did not. With a Keep of 0 it is 0.
func (tr *Trace) Sum() uint64 {
	l := tr.loop.Load()
	if l == nil {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return tr.sum
}

// Exhausted reports whether the Run was stopped because it reached the limit of its Schedule.
func (tr *Trace) Exhausted() bool {
	l := tr.loop.Load()
	if l == nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return tr.sched.exhausted()
}

// Turns returns the last turns, the oldest first.
func (tr *Trace) Turns() []Turn {
	l := tr.loop.Load()
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(tr.steps)
	turns := make([]Turn, 0, n)
	for i := range n {
		s := tr.steps[(tr.sched.turns+uint64(i))%uint64(n)]
		turn := Turn{Task: TaskRef{l.number, s.t.id}, Name: s.t.name(), Created: s.t.created()}
		if s.ended {
			turn.End = s.end.mark()
			turn.End.last = turn.End.Name == ""
		}
		turns = append(turns, turn)
	}
	return turns
}

// Last returns the mark at which a task of the Run gave its turn away last, not counting its end. It is zero when Keep is 0,
// and for a task that has come to no mark or has ended long ago.
func (tr *Trace) Last(task TaskRef) Mark {
	l := tr.loop.Load()
	if l == nil || l.number != task.Loop {
		return Mark{}
	}
	l.mu.Lock()
	s := tr.stand[task.ID]
	l.mu.Unlock()
	return s.mark()
}

// Rest waits until no task of the loop can go on: each waits for another, for time to pass or for something else outside.
// It returns at once when the Run has ended and left no task, or has not begun. A task must use it inside a Call.
func (tr *Trace) Rest() {
	l := tr.loop.Load()
	if l == nil {
		return
	}
	l.mu.Lock()
	s := l.sched
	if s == nil {
		l.mu.Unlock()
		return
	}
	c := make(chan struct{})
	s.resting = append(s.resting, c)
	if l.holder == nil {
		s.kick()
	}
	l.mu.Unlock()
	<-c
}

// Marks runs fn and returns the marks at which the task of co gave its turn away meanwhile, or would have under another
// seed. It panics when co is not of the Run that is watched, or fn is run by another task.
func (tr *Trace) Marks(co Context, fn func()) []Mark {
	t := co.self().t
	l := t.loop
	if tr.loop.Load() != l {
		panic("aio: Trace.Marks called with a Context of another Run")
	}
	var seen []stack
	l.mu.Lock()
	outer := tr.marks[t]
	tr.marks[t] = &seen
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if outer == nil {
			delete(tr.marks, t)
			return
		}
		*outer = append(*outer, seen...)
		tr.marks[t] = outer
	}()
	fn()
	var all []Mark
	for _, s := range seen {
		if m := s.mark(); len(all) == 0 || all[len(all)-1] != m {
			all = append(all, m)
		}
	}
	return all
}
