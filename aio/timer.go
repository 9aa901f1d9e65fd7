package aio

import (
	"context"
	"sync"
	"time"
)

// Timer is the handle of a call of After. All methods may be called by any goroutine.
type Timer struct {
	c  *taskContext
	fn func(Context)

	mu   sync.Mutex // held by Stop and Reset, so that no shot is forgotten while it may fire
	shot *shot      // the last one that was planned
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

// Stop keeps fn from running. It reports whether it did: false means that fn has begun, that the timer was stopped already,
// or that co was cancelled before. It does not wait for fn.
func (tm *Timer) Stop() bool {
	tm.mu.Lock()
	defer tm.mu.Unlock()
	return tm.shot.stop()
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
	defer tm.mu.Unlock()
	active := tm.shot.stop()
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

// plan makes a shot for d from now. But for After, tm.mu is held.
func (tm *Timer) plan(d time.Duration) {
	s := &shot{b: newCallback(tm.c, tm.fn, 3), when: time.Now().Add(d)}
	l := s.b.t.loop
	l.mu.Lock()
	s.b.t.wait = wait{on: timerWait{}, mu: &s.b.ended.mu}
	l.register(&s.b.t)
	l.mu.Unlock()
	tm.shot = s
	s.arm(tm.c, d)
}

// shot is one run of a Timer. Its task is known to the loop while it waits for the time.
type shot struct {
	b     *callback
	when  time.Time
	index int         // in the heap of its loop; negative when it is not there
	leave func() bool // forgets the end of co; nil when that never comes

	mu    sync.Mutex // held while it is armed
	clock *time.Timer
}

// arm lets the shot fire after d, or end with ctx.
func (s *shot) arm(ctx context.Context, d time.Duration) {
	l := s.b.t.loop
	ring := s.fire
	if l.serial {
		ring = func() { l.due.sweep(l) }
	}
	s.mu.Lock()
	if l.serial {
		l.due.plan(s)
	}
	if ctx.Done() != nil {
		s.leave = context.AfterFunc(ctx, func() { s.stop() })
	}
	if d > 0 {
		s.clock = time.AfterFunc(d, ring)
	}
	s.mu.Unlock()
	if d <= 0 {
		ring()
	}
}

// stop keeps the shot from running fn. It ends the shot if nobody is about to fire it.
func (s *shot) stop() bool {
	if !s.b.drop() {
		return false
	}
	disarmed := s.disarm()
	if l := s.b.t.loop; l.serial {
		disarmed = l.due.remove(s)
	}
	if disarmed {
		s.end()
	}
	return true
}

// disarm stops the clock, and forgets the end of co. It reports whether the clock would have rung.
func (s *shot) disarm() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.leave != nil {
		s.leave()
	}
	return s.clock != nil && s.clock.Stop()
}

// fire starts the task of the shot, or ends it when it was stopped. It is called once, unless the one who stopped it ends
// it.
func (s *shot) fire() {
	b := s.b
	s.disarm()
	b.join()
	if b.t.co.Err() != nil {
		b.drop()
	}
	if b.phase.Load() == dropped {
		b.t.co.s.leave()
		s.end()
		return
	}
	b.ready()
}

// end removes a task that will not begin.
func (s *shot) end() {
	s.b.forget()
	s.b.t.retire()
}

// timerWait is what the task of a timer waits for.
type timerWait struct{}

func (timerWait) hindrance() hindrance { return hindrance{outside: true} }
func (timerWait) waiting() string      { return "a timer" }
