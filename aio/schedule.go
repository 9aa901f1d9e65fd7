package aio

import (
	"math/rand/v2"
	"slices"
	"time"
)

// Schedule makes the order in which the tasks of a loop get their turns a function of a seed. It is for tests: package
// aiotest builds on it.
type Schedule struct {
	// Seed chooses the order. With 0 the turns go round in order, like those of any Serial loop: who became ready in an
	// earlier turn is first, and of those that became ready in the same turn the older task; the task that had this turn
	// is last. A mark that can go on at once does so.
	Seed uint64
	// Settle, if not nil, is called before every choice, on a goroutine of its own. It must return when everything outside
	// the loop that can go on by itself has done so, as testing/synctest.Wait does. Without it the choice is among the
	// tasks that happen to be ready, and a seed repeats an order only if no task waits for anything outside.
	Settle func()
	// Limit is the number of turns that are given out before the loop stops for good; 0 is no limit. It is how a test
	// notices tasks that keep each other busy.
	Limit uint64
	// Trace, if not nil, watches the Run.
	Trace *Trace
	// Crash, if not nil, is called when a panic of a task that was started below the Run is about to end the process, on
	// the goroutine that panics.
	Crash func()
	// Stuck, if not nil, is called when nothing has happened for a hundred years while the main task waits, on a goroutine
	// of its own. In a bubble of testing/synctest that means that nobody can go on and no timer is left. The tasks are then
	// unwound, except in a Call, and Run returns a *DeadlockError.
	Stuck func()
}

// WithSchedule gives the Run a serial loop of its own whose turns follow s. At each mark, also at one that could go on at
// once, the seed decides who is next; only Await of a completed future and starting a task never let others run.
func WithSchedule(s Schedule) Option {
	return func(o *options) { o.policy, o.private, o.schedule = Serial, true, &s }
}

// scheduler gives out the turns of a loop with a Schedule. Its fields are guarded by loop.mu, but for the constant ones.
type scheduler struct {
	settle func()
	limit  uint64
	seeded bool
	trace  *Trace
	crash  func()
	stuck  func()
	free   chan struct{} // capacity 1: the baton may be free

	random    *rand.Rand
	turns     uint64
	current   *task           // it has the turn, and has not begun to give it away
	previous  *task           // it had the last turn
	numbered  uint64          // tasks up to this number keep theirs
	line      []*task         // ready at the last choice, in order
	cancelled []*task         // parked with a Context that was cancelled
	cut       map[*task]bool  // those of them that were taken out of their line, until they have seen it
	resting   []chan struct{} // to be closed when nobody can go on
	dead      chan struct{}   // closed when the loop is stuck; there is a new one then
	deadlock  *DeadlockError  // the last one
}

// pauseOdds is how many marks that could go on at once there are for one that lets others run.
const pauseOdds = 3

// schedule makes l follow s. It is called before the first task.
func (l *loop) schedule(s *Schedule) {
	settle := s.Settle
	if settle == nil {
		settle = func() {}
	}
	l.sched = &scheduler{
		settle: settle,
		limit:  s.Limit,
		seeded: s.Seed != 0,
		trace:  s.Trace,
		crash:  s.Crash,
		stuck:  s.Stuck,
		dead:   make(chan struct{}),
		random: rand.New(rand.NewPCG(s.Seed, 0)),
		free:   make(chan struct{}, 1),
		cut:    map[*task]bool{},
	}
	l.scheduled = true
	if !s.Trace.watch(l) {
		l.sched = nil
		l.end()
		panic("aio: Trace used for a second Run")
	}
	go l.sched.serve(l)
}

// unschedule ends the scheduler of a loop whose last task is gone; l.mu is held.
func (l *loop) unschedule() {
	if l.sched != nil {
		close(l.sched.free)
		l.sched = nil
	}
}

// kick makes the scheduler look for the next task. The task that had the turn calls it first when it gives the turn away.
func (s *scheduler) kick() {
	if s.current != nil {
		s.trace.end(s.current)
		s.current = nil
	}
	select {
	case s.free <- struct{}{}:
	default:
	}
}

// serve grants turns until the loop ends.
func (s *scheduler) serve(l *loop) {
	var far *time.Timer
	if s.stuck != nil {
		far = time.NewTimer(century)
		defer far.Stop()
	}
	for s.idle(l, far) {
		l.mu.Lock()
		free := l.sched == s && l.holder == nil
		l.mu.Unlock()
		if !free { // above all at the end: nobody may be in synctest.Wait when the Run has returned
			continue
		}
		s.settle()
		l.mu.Lock()
		t := s.next(l)
		l.mu.Unlock()
		t.grant()
	}
	l.mu.Lock()
	s.rest()
	l.mu.Unlock()
}

// next makes the task that is to go on the holder of the baton. It returns nil when the baton is held already, and when
// nobody can go on; l.mu is held.
func (s *scheduler) next(l *loop) *task {
	if l.holder != nil {
		return nil
	}
	s.interrupt(l)
	s.number(l)
	s.line = append(s.line, l.ready.removeAll(s.previous)...)
	if len(s.line) == 0 || s.exhausted() {
		s.rest()
		return nil
	}
	i := 0
	if s.seeded {
		i = s.random.IntN(len(s.line))
	}
	t := s.line[i]
	s.line = slices.Delete(s.line, i, i+1)
	s.turns++
	s.trace.begin(t)
	l.holder, s.current, s.previous = t, t, t
	select { // until t gives its turn away there is nothing to do
	case <-s.free:
	default:
	}
	return t
}

// exhausted reports whether the limit is reached; l.mu is held.
func (s *scheduler) exhausted() bool { return s.limit > 0 && s.turns >= s.limit }

// rest tells those who wait for it that nobody can go on; l.mu is held.
func (s *scheduler) rest() {
	for _, c := range s.resting {
		close(c)
	}
	s.resting = nil
}

// watched is the body of a task of a loop with a Schedule: it tells when it panics.
type watched struct {
	runner
	l *loop
}

func (w *watched) run() {
	returned := false
	defer func() {
		if returned || goexiting() {
			return
		}
		w.l.mu.Lock()
		s := w.l.sched
		w.l.mu.Unlock()
		if s != nil && s.crash != nil {
			s.crash()
		}
	}()
	w.runner.run()
	returned = true
}

// marksInARow is after how many marks that all went on at once a task lets others run: few enough that a loop whose
// marks are always ready holds nobody up for long, and enough that it costs next to nothing. Tokio's budget of a task
// is 128 operations.
const marksInARow = 64

// maybePause is the first thing that a mark does that may let others run.
func (t *task) maybePause() {
	switch {
	case t.loop.scheduled:
		t.pause()
	case t.loop.serial:
		t.share()
	}
}

// share lets others run if t has gone through many marks in this turn.
func (t *task) share() {
	if t.loop.debugs() {
		t.checkGoroutine() // before its count is used
	}
	if t.marks++; t.marks >= marksInARow {
		t.marks = 0
		Yield(&t.co)
	}
}

// pause lets others run before a mark of a scheduled loop, if the seed says so.
func (t *task) pause() {
	l := t.loop
	l.mu.Lock()
	if l.sched == nil || l.holder != t {
		l.mu.Unlock()
		return
	}
	l.sched.trace.mark(t)
	if !l.sched.seeded || l.sched.random.IntN(pauseOdds) != 0 {
		l.mu.Unlock()
		return
	}
	t.makeSem()
	l.ready.push(t)
	l.pass()
	l.mu.Unlock()
	<-t.sem
}
