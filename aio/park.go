package aio

import (
	"runtime"
	"sync"
)

// parked is how a wait ended.
type parked int

const (
	woken       parked = iota // somebody took the task out of the line
	interrupted               // its context was cancelled, and it left the line
	deadlocked                // it will never be woken; only waits with a context return this
)

// park blocks the task until it is woken. The caller has put t.line into the line that mu guards, and released mu.
// With a nil co the wait is not interrupted.
func (t *task) park(on obstacle, mu *sync.Mutex, ln *line, co Context) parked {
	if t.loop.observed() {
		defer t.observePark(on, mu)()
	}
	return t.stay(on, mu, ln, co)
}

// stay is park without a look at those who observe.
func (t *task) stay(on obstacle, mu *sync.Mutex, ln *line, co Context) parked {
	t.marks = 0
	n := t.node(co)
	serial, asleep := t.settle(on, mu, co, n)
	if !asleep {
		return interrupted
	}
	if co == nil || n != nil {
		<-t.sem
		return t.resume(co)
	}
	return t.parkUnder(co.Done(), mu, ln, co, serial)
}

// parkUnder is the end of park for a cancellation that does not know who waits for it.
func (t *task) parkUnder(done <-chan struct{}, mu *sync.Mutex, ln *line, co Context, serial bool) parked {
	select {
	case <-t.sem:
		return t.resume(co)
	case <-done:
	}
	if t.loop.scheduled {
		if left, ok := t.leaveInTurn(); left {
			return interrupted
		} else if ok {
			return t.resume(co)
		}
	}
	mu.Lock()
	left := ln.remove(&t.line)
	mu.Unlock()
	if !left {
		<-t.sem
		return t.resume(co)
	}
	t.unsettle(serial)
	return interrupted
}

// settle records the wait, looks for a deadlock, and gives the baton away. It reports whether there was one to give. The
// task need not wait when the cancellation of n came first; then asleep is false.
func (t *task) settle(on obstacle, mu *sync.Mutex, co Context, n *cancelNode) (serial, asleep bool) {
	l := t.loop
	way := wayOutOf(co)
	l.mu.Lock()
	serial = l.serial && !t.away
	if serial && l.holder != t || l.serial && t.astray() {
		l.mu.Unlock()
		t.giveUp(mu)
		panic(wrongTask + t.String())
	}
	var found *DeadlockError
	var stuck []*task
	if t.early {
		t.early = false
	} else {
		t.wait = wait{on: on, mu: mu}
		if n != nil {
			if part(co).(*ownContext).flagged() && t.pull() {
				t.clearWait()
				l.mu.Unlock()
				return serial, false
			}
			n.attach(t)
		}
		t.way = way
		if way != byOthers && (l.sealed || !on.hindrance().outside) {
			t.counts = true
			l.parked++
		}
		found, stuck = l.deadlock(t)
	}
	if found != nil {
		l.mu.Unlock()
		abort(found, stuck)
		l.mu.Lock()
	}
	var next *task
	if serial {
		next = l.pass()
	}
	l.mu.Unlock()
	next.grant()
	return serial, true
}

// giveUp leaves a line that the task should not have joined.
func (t *task) giveUp(mu *sync.Mutex) {
	mu.Lock()
	if t.line.in != nil {
		t.line.in.remove(&t.line)
	}
	mu.Unlock()
}

// pull takes a task that waits out of its line, and reports false when it is about to be woken; loop.mu is held.
func (t *task) pull() bool {
	if t.wait.on == nil {
		return false
	}
	t.wait.mu.Lock()
	defer t.wait.mu.Unlock()
	return t.line.in != nil && t.line.in.remove(&t.line)
}

// unsettle undoes settle for a task that left its line by itself, and waits for its turn.
func (t *task) unsettle(serial bool) {
	l := t.loop
	l.mu.Lock()
	t.clearWait()
	now := t
	if serial {
		now = l.enqueue(t)
	}
	l.mu.Unlock()
	if now == nil {
		<-t.sem
	}
}

// clearWait forgets where t was parked; loop.mu is held.
func (t *task) clearWait() {
	if t.counts {
		t.counts = false
		t.loop.parked--
	}
	if t.before != nil {
		t.detach()
	}
	t.wait = wait{}
}

// resume ends a wait after t.sem. A task that a deadlock stopped is unwound, unless its mark returns an error. The main
// task of a Run cannot use Goexit for that, because its goroutine belongs to the caller of Run.
func (t *task) resume(co Context) parked {
	if t.cut {
		t.cut = false
		return interrupted
	}
	if !t.struck {
		return woken
	}
	t.struck = false
	if co != nil {
		return deadlocked
	}
	if t.mains > 0 {
		panic(t.rare.dead)
	}
	runtime.Goexit()
	return deadlocked
}

// takeDead returns the deadlock that ended the last wait, or that is unwinding the task.
func (t *task) takeDead() *DeadlockError {
	if t.rare == nil {
		return nil
	}
	err := t.rare.dead
	t.rare.dead = nil
	return err
}

// wake ends the wait of the task of w, which its waker has taken out of the line. No lock but those of the caller's
// own data may be held.
func wake(w *waiter) {
	l := w.t.loop
	l.mu.Lock()
	now := l.rouse(w.t)
	l.mu.Unlock()
	now.grant()
}

// rouse ends the wait of t, which is in no line any more, and returns it if it can be granted to go on; l.mu is held.
func (l *loop) rouse(t *task) *task {
	if t.wait.on != nil {
		t.clearWait()
	} else {
		t.early = true
	}
	if l.serial && !t.away {
		return l.enqueue(t)
	}
	return t
}

// wakeAll wakes the waiters of a list made by popAll, in order.
func wakeAll(w *waiter) {
	for w != nil {
		next := w.next
		w.next = nil
		if w.t != nil {
			wake(w)
		} else {
			w.slot.(listener).notify()
		}
		w = next
	}
}
