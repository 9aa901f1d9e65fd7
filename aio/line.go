package aio

import "sync"

// waiter is the place of one task in a line. A task waits for one thing at a time, so it owns one waiter.
type waiter struct {
	t          *task
	next, prev *waiter
	in         *line
	slot       any // what the line is about: the item that a Queue passes, or how a RWMutex is to be locked; the runner before the start
}

// line is a first-in first-out line of waiting tasks. The lock of the thing they wait for guards it.
type line struct {
	head, tail *waiter
}

func (ln *line) push(w *waiter) {
	w.in = ln
	w.prev, w.next = ln.tail, nil
	if ln.tail == nil {
		ln.head = w
	} else {
		ln.tail.next = w
	}
	ln.tail = w
}

// remove takes w out of the line; it reports false when w is no longer in it.
func (ln *line) remove(w *waiter) bool {
	if w.in != ln {
		return false
	}
	if w.prev == nil {
		ln.head = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		ln.tail = w.prev
	} else {
		w.next.prev = w.prev
	}
	w.in, w.next, w.prev = nil, nil, nil
	return true
}

// pop takes the first waiter out, or returns nil.
func (ln *line) pop() *waiter {
	w := ln.head
	if w != nil {
		ln.remove(w)
	}
	return w
}

// popAll empties the line and returns the waiters in order, linked by next.
func (ln *line) popAll() *waiter {
	first := ln.head
	for w := first; w != nil; w = w.next {
		w.in, w.prev = nil, nil
	}
	ln.head, ln.tail = nil, nil
	return first
}

func (ln *line) empty() bool { return ln.head == nil }

// leavers are waiters that were taken out of lines with several locks, to be woken together. They must not be put into a
// line for that: whoever wants to end the wait of one of them looks, under the lock of its line, whether it stands in one.
type leavers struct {
	first, last *waiter
}

// add puts a waiter that has left its line at the end.
func (l *leavers) add(w *waiter) {
	if l.last == nil {
		l.first = w
	} else {
		l.last.next = w
	}
	l.last = w
}

// join puts the task at the end of a line; the lock of the line is held.
func (t *task) join(ln *line) {
	t.makeSem()
	ln.push(&t.line)
}

// audience are those who wait for the end of one task, or of several.
type audience struct {
	mu      sync.Mutex
	line    line
	watches watchList // those who wait for others too
}

// obstacle is what a parked task waits for.
type obstacle interface {
	// hindrance says who can end the wait. It may be called at any time; the answer is exact while the lock of the line is
	// held.
	hindrance() hindrance
	// waiting describes the wait.
	waiting() string
}

// hindrance says who must act before a wait can end.
type hindrance struct {
	task    *task    // this one, or
	crew    *crew    // all of these, or
	any     *watcher // any of these
	sure    bool     // nobody else can; somebody else may unlock a mutex
	outside bool     // a goroutine that is no task is expected to
}

// wait is where a task is parked. The zero value means nowhere.
type wait struct {
	on obstacle
	mu *sync.Mutex // guards the line it stands in
}
