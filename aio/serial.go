package aio

import "runtime"

// runQueue is the first-in first-out line of tasks that are ready for the baton. Such a task waits in no other line.
type runQueue struct {
	head, tail *waiter
}

func (q *runQueue) push(t *task) {
	w := &t.line
	w.next = nil
	if q.tail == nil {
		q.head = w
	} else {
		q.tail.next = w
	}
	q.tail = w
}

func (q *runQueue) pop() *task {
	w := q.head
	if w == nil {
		return nil
	}
	q.head = w.next
	if q.head == nil {
		q.tail = nil
	}
	w.next = nil
	return w.t
}

// grant tells t that it holds the baton: it starts the goroutine of t, or ends its wait. Each grant is consumed by exactly
// one receive of t.
func (t *task) grant() {
	switch {
	case t == nil:
	case t.started:
		t.sem <- struct{}{}
	default:
		t.start()
	}
}

// makeSem prepares t for its first wait.
func (t *task) makeSem() {
	if t.sem == nil {
		t.sem = make(chan struct{}, 1)
	}
}

// pass makes the next ready task the holder and returns it for its grant; l.mu is held.
func (l *loop) pass() *task {
	if l.sched != nil {
		l.holder = nil
		l.sched.kick()
		return nil
	}
	l.hold(l.ready.pop())
	return l.holder
}

// enqueue makes t ready for the baton, or the holder when the baton is free; l.mu is held. The caller grants what it
// returns.
func (l *loop) enqueue(t *task) *task {
	if l.holder == nil && l.sched == nil {
		l.hold(t)
		return t
	}
	l.ready.push(t)
	if l.holder == nil {
		l.sched.kick()
	}
	return nil
}

// release gives the baton away before t waits for something outside the loop. It reports false when t is in a Call
// already and has nothing to give. Under Goroutines, where there is no baton, it is called in debug mode only.
func (t *task) release(o outside) bool {
	l := t.loop
	if l.debugs() {
		t.checkGoroutine()
	}
	l.mu.Lock()
	if l.holder != t && (l.serial || t.away || !l.has(t)) {
		inside := t.away && !t.astray()
		l.mu.Unlock()
		if !inside {
			panic(wrongTask + t.String())
		}
		return false
	}
	t.away = true
	t.outside = o
	var next *task
	if l.serial {
		t.makeSem()
		next = l.pass()
	}
	l.mu.Unlock()
	next.grant()
	if l.observed() {
		t.observeRelease(o)
	}
	return true
}

// astray reports whether the Context of t is used by a goroutine that is not its own, because that sleeps or waits for a
// channel; l.mu is held. A Call is different: the function that it runs may use the Context.
func (t *task) astray() bool { return t.away && t.outside != inCall }

// acquire waits for the turn of t after a release.
func (t *task) acquire() {
	t.marks = 0
	l := t.loop
	l.mu.Lock()
	t.away = false
	t.outside = nowhere
	now := t
	if l.serial {
		now = l.enqueue(t)
	}
	l.mu.Unlock()
	if now == nil {
		<-t.sem
	}
	if t.rare != nil {
		t.rare.trace.resume()
	}
}

// Yield gives the other tasks of the loop a turn. Under Goroutines it is runtime.Gosched.
func Yield(co Context) {
	t := co.self().t
	if !t.loop.serial {
		if t.loop.debugs() {
			t.checkGoroutine()
		}
		runtime.Gosched()
		return
	}
	l := t.loop
	if l.debugs() {
		t.checkGoroutine()
	}
	l.mu.Lock()
	if l.holder != t || l.ready.head == nil && l.sched == nil {
		if l.holder == t {
			l.hold(t) // a new step begins
		}
		l.mu.Unlock()
		return
	}
	t.makeSem()
	l.ready.push(t)
	next := l.pass()
	l.mu.Unlock()
	next.grant()
	<-t.sem
}
