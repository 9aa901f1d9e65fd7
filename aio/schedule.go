package aio

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Schedule makes the order in which the tasks of a loop get their turns a function of a seed. It is for tests: package
// aiotest builds on it.
type Schedule struct {
	// Seed chooses the order.
	Seed uint64
	// Settle, if not nil, is called before every choice, on a goroutine of its own. It must return when everything outside
	// the loop that can go on by itself has done so, as testing/synctest.Wait does. Without it the choice is among the
	// tasks that happen to be ready, and a seed repeats an order only if no task waits for anything outside.
	Settle func()
}

// WithSchedule gives the Run a serial loop of its own whose turns follow s. At each mark, also at one that could go on at
// once, the seed decides who is next; only Await of a completed future and starting a task never let others run.
func WithSchedule(s Schedule) Option {
	return func(o *options) { o.policy, o.private, o.schedule = Serial, true, &s }
}

// scheduler gives out the turns of a loop with a Schedule.
type scheduler struct {
	settle func()
	random *rand.Rand    // guarded by loop.mu
	free   chan struct{} // capacity 1: the baton may be free
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
		random: rand.New(rand.NewPCG(s.Seed, 0)),
		free:   make(chan struct{}, 1),
	}
	l.scheduled = true
	go l.sched.serve(l)
}

// unschedule ends the scheduler of a loop whose last task is gone; l.mu is held.
func (l *loop) unschedule() {
	if l.sched != nil {
		close(l.sched.free)
		l.sched = nil
	}
}

// kick makes the scheduler look for the next task.
func (s *scheduler) kick() {
	select {
	case s.free <- struct{}{}:
	default:
	}
}

// serve grants turns until the loop ends.
func (s *scheduler) serve(l *loop) {
	for range s.free {
		s.settle()
		l.mu.Lock()
		var t *task
		if l.holder == nil {
			t = l.ready.removeRandom(s.random)
			l.holder = t
		}
		l.mu.Unlock()
		t.grant()
	}
}

// removeRandom takes a random task out of the queue, or returns nil. The choice depends on which tasks are in it, and not
// on the order in which they came.
func (q *runQueue) removeRandom(random *rand.Rand) *task {
	var all []*task
	for t := q.pop(); t != nil; t = q.pop() {
		all = append(all, t)
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(a, b *task) int { return cmp.Compare(a.id, b.id) })
	i := random.IntN(len(all))
	for _, t := range slices.Delete(slices.Clone(all), i, i+1) {
		q.push(t)
	}
	return all[i]
}

// maybePause is the first thing that a mark does that may let others run.
func (t *task) maybePause() {
	if t.loop.scheduled {
		t.pause()
	}
}

// pause lets others run before a mark of a scheduled loop, if the seed says so.
func (t *task) pause() {
	l := t.loop
	l.mu.Lock()
	if l.sched == nil || l.holder != t || l.sched.random.IntN(pauseOdds) != 0 {
		l.mu.Unlock()
		return
	}
	t.makeSem()
	l.ready.push(t)
	l.pass()
	l.mu.Unlock()
	<-t.sem
}

// choose returns a number below n that decides among equals.
func (t *task) choose(n int) int {
	l := t.loop
	if !l.scheduled {
		return int(rand.Uint32N(uint32(n)))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sched == nil {
		return rand.IntN(n)
	}
	return l.sched.random.IntN(n)
}
