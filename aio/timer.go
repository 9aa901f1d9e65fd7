package aio

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Timer is the handle of a call of After. All methods may be called by any goroutine.
type Timer struct {
	c  *taskContext
	fn func(Context)

	mu   sync.Mutex
	shot *shot // the last one that was planned
}

// After runs fn as a task of the loop of co once d has passed, like time.AfterFunc. It never runs inside After, also when d
// is not positive. Under Serial timers that are due begin in the order of their deadlines. fn has the context of co.
//
// The timer belongs to co: when co is cancelled before fn begins, fn never runs. Until then the timer counts as a task that
// was started below co; the Run around it does not wait for it, but for fn. A timer that has to outlive co is made with
// another Context, for example one from Shield.
func After(co Context, d time.Duration, fn func(co Context)) *Timer {
	tm := &Timer{c: co.self(), fn: fn}
	tm.plan(d)
	return tm
}

// Stop keeps fn from running. It reports whether it did: false means that fn has begun, or that the timer was stopped
// already. It does not wait for fn.
func (tm *Timer) Stop() bool {
	tm.mu.Lock()
	s := tm.shot
	tm.mu.Unlock()
	return s.stop()
}

// Reset makes the timer run fn once d from now has passed, whether or not it did so before. It reports whether the timer
// was waiting. Once co is cancelled, or the task of co and those started below it have ended, Reset changes nothing and
// returns false.
func (tm *Timer) Reset(d time.Duration) bool {
	near := tm.c.t.near
	if tm.c.Err() != nil || !near.tryHold() {
		return false
	}
	defer near.drop()
	tm.mu.Lock()
	old := tm.shot
	tm.mu.Unlock()
	active := old.stop()
	tm.plan(d)
	return active
}

// tryHold is hold for a cancellation that may have ended; then it reports false.
func (o *ownContext) tryHold() bool {
	for o != nil {
		n := o.refs.Load()
		if n <= 0 {
			return false
		}
		if o.refs.CompareAndSwap(n, n+1) {
			return true
		}
	}
	return true
}

// plan makes a shot for d from now.
func (tm *Timer) plan(d time.Duration) {
	s := &shot{b: newCallback(tm.c, tm.fn, 3), when: time.Now().Add(d)}
	l := s.b.t.loop
	l.mu.Lock()
	s.b.t.wait = wait{on: timerWait{}, mu: &s.b.ended.mu}
	l.register(&s.b.t)
	l.mu.Unlock()
	tm.mu.Lock()
	tm.shot = s
	tm.mu.Unlock()
	if tm.c.Done() != nil {
		s.mu.Lock()
		s.leave = context.AfterFunc(tm.c, func() { s.stop() })
		s.mu.Unlock()
	}
	switch {
	case d > 0:
		s.arm(d)
	case l.serial:
		l.due.add(s)
	default:
		s.fire()
	}
}

// shot is one run of a Timer. Its task is known to the loop while it waits for the time.
type shot struct {
	b     *callback
	when  time.Time
	leave func() bool // forgets the end of co; nil when that never comes

	mu    sync.Mutex // for what plan does, against a stop
	clock *time.Timer
}

func (s *shot) arm(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.b.phase.Load() != standing { // co was cancelled meanwhile
		go s.fire()
		return
	}
	s.clock = time.AfterFunc(d, func() {
		if l := s.b.t.loop; l.serial {
			l.due.add(s)
		} else {
			s.fire()
		}
	})
}

// stop keeps the shot from running fn.
func (s *shot) stop() bool {
	if !s.b.drop() {
		return false
	}
	s.mu.Lock()
	disarmed := s.clock != nil && s.clock.Stop()
	s.mu.Unlock()
	if disarmed {
		s.end()
	}
	return true
}

// fire starts the task of the shot, or ends it when it was stopped. It is called once, unless the clock was stopped.
func (s *shot) fire() {
	b := s.b
	b.join()
	if b.t.co.Err() != nil {
		b.drop()
	}
	if b.phase.Load() == dropped {
		b.t.co.s.leave()
		s.end()
		return
	}
	if s.leave != nil {
		s.leave()
	}
	b.ready()
}

// end removes a task that will not begin.
func (s *shot) end() {
	if s.leave != nil {
		s.leave()
	}
	s.b.forget()
	s.b.t.retire()
}

// timerWait is what the task of a timer waits for.
type timerWait struct{}

func (timerWait) hindrance() hindrance { return hindrance{outside: true} }
func (timerWait) waiting() string      { return "a timer" }

// dueLine is the timers of a serial loop whose time has come. They wait there for the next turn, so that those that came
// in another order begin in that of their deadlines.
type dueLine struct {
	mu    sync.Mutex
	shots []*shot
}

// add puts s in its place; the first one makes the loop look at the line.
func (d *dueLine) add(s *shot) {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := len(d.shots)
	for i > 0 && d.shots[i-1].when.After(s.when) {
		i--
	}
	d.shots = slices.Insert(d.shots, i, s)
	if len(d.shots) == 1 {
		newOrphan(s.b.t.loop, d.run).launch()
	}
}

// run starts the tasks of the timers in the line.
func (d *dueLine) run(Context) {
	d.mu.Lock()
	shots := d.shots
	d.shots = nil
	d.mu.Unlock()
	for _, s := range shots {
		s.fire()
	}
}
