package aio

import (
	"context"
	"fmt"
	"runtime"
	"time"
)

// task is one goroutine of a loop.
type task struct {
	co     taskContext // its Context; kept here to spare an allocation
	loop   *loop
	parent *task         // guarded by loop.mu
	end    *audience     // of its future, or of the WaitGroup or Group that counts it
	near   *ownContext   // its own cancellation, or the innermost one above, which it holds
	entry  uintptr       // the function it runs
	sem    chan struct{} // capacity 1: the baton, or the end of a wait; made by the first wait

	line  waiter // only its own goroutine uses it
	marks uint8  // it went through in its turn; only its own goroutine uses it

	// Guarded by loop.mu.
	id           uint64
	newer, older *task
	wait         wait
	beyond       *task  // the next one that waits under the same cancelNode
	before       **task // what leads there to this one
	rare         *rare
	mains        int16   // Runs on its stack
	outside      outside // what it does while it is away
	away         bool    // outside the loop
	counts       bool    // its wait is counted in loop.parked
	way          wayOut  // who may cancel its wait
	early        bool    // woken before it was parked
	doomed       bool    // a deadlock will end its wait

	cut     bool // written before a wake: the wait ended because of a cancellation
	struck  bool // written before a wake: the wait ended because of a deadlock
	owns    bool // near is its own cancellation
	started bool // it has a goroutine
	visitor bool // its goroutine was not started by this package
	left    bool // the visit is over
	relabel bool // its goroutine was started by one with the name of another task
}

// rare is what few tasks have.
type rare struct {
	name     string
	labelled bool      // its goroutine has the name as a profiler label
	site     uintptr   // the call that created it
	since    time.Time // when its last wait began, in debug mode
	trace    *taskTrace
	goid     uint64         // its goroutine, 0 when nobody recorded it; guarded by loop.mu
	dead     *DeadlockError // what ended its last wait, or unwinds it
}

// outside is what a task does outside its loop.
type outside uint8

const (
	nowhere outside = iota
	inSleep
	inCall
	inReceive
	inSend
	inSelect
)

func (o outside) String() string {
	return [...]string{"", "a sleep", "a call", "a receive", "a send", "a select"}[o]
}

// newborn prepares t as a child of the task of c, with the context part of c.
func (t *task) newborn(c *taskContext, end *audience, body runner, entry uintptr) {
	t.loop = c.t.loop
	t.co = taskContext{Context: c.Context, t: t, s: c.s.open()}
	t.line.t = t
	t.parent = c.t
	t.end = end
	t.line.slot = body
	t.entry = entry
	if t.loop.debugs() {
		c.t.checkGoroutine()
		t.rare = &rare{site: userSite()}
	}
	t.near = c.t.near
	t.near.hold()
	t.co.s.add()
}

// arrive prepares t as the task of a goroutine that exists already.
func (t *task) arrive(l *loop, ctx context.Context, s *scope) {
	t.loop = l
	t.co = taskContext{Context: ctx, t: t, s: s}
	t.line.t = t
	t.visitor, t.started = true, true
}

// launch makes a prepared task known to its loop, and starts its goroutine. Under Serial the goroutine is started when it
// is the turn of the task: until then it needs no stack, and most tasks never stop for anything but their first turn.
func (t *task) launch() {
	l := t.loop
	l.mu.Lock()
	l.register(t)
	if !l.serial {
		t.relabel = t.parent.rare != nil && t.parent.rare.labelled
		l.mu.Unlock()
		t.start()
		return
	}
	now := l.enqueue(t)
	l.mu.Unlock()
	now.grant()
}

// start starts the goroutine of t.
func (t *task) start() {
	t.started = true
	body := t.line.slot.(runner)
	t.line.slot = nil
	go body.seat()
}

// begin is the first thing that the goroutine of a started task does. It has the profiler labels of the goroutine that
// started it, which under Serial is that of some other task.
func (t *task) begin() {
	l := t.loop
	if l.serial || t.relabel {
		t.label()
	}
	if l.observed() {
		t.observeBegin()
	}
	if l.serial && l.seat.Load() == noSeat {
		t.knowGoroutine()
	}
}

// finish is the last thing that the goroutine of a started task does. The task is one of cr, which may be nil.
func (t *task) finish(cr *crew) {
	t.near.drop()
	t.co.s.leave()
	cr.leave()
	t.retire()
}

// exitError returns why a task ended without returning.
func (t *task) exitError() error {
	if t.rare != nil && t.rare.dead != nil {
		return t.rare.dead
	}
	return ErrGoexit
}

// retire removes t from its loop and gives the baton away. The tasks it started must not keep its ancestors in memory.
func (t *task) retire() {
	l := t.loop
	if t.rare != nil {
		t.rare.trace.end()
	}
	l.mu.Lock()
	l.unregister(t)
	t.parent = nil
	var next *task
	if l.holder == t {
		next = l.pass()
	}
	idle := l.private && l.live == 0
	var found *DeadlockError
	var stuck []*task
	if l.stopped() {
		found, stuck = l.standstill()
	}
	if idle {
		l.end()
	}
	l.mu.Unlock()
	next.grant()
	abort(found, stuck)
}

// String names the task for messages.
func (t *task) String() string {
	s := fmt.Sprintf("task %d", t.id)
	if name := t.name(); name != "" {
		s += " " + name
	}
	if at := t.created(); at != "" {
		s += " created at " + at
	}
	return s
}

func (t *task) name() string {
	if t.rare == nil {
		return ""
	}
	return t.rare.name
}

// setName names the task; loop.mu is held, or nobody else knows t.
func (t *task) setName(name string) {
	t.special().name = name
}

// special returns what is rare of t; loop.mu is held, or nobody else knows t.
func (t *task) special() *rare {
	if t.rare == nil {
		t.rare = &rare{}
	}
	return t.rare
}

// created returns file:line of the call that created the task, or, when that was not recorded, of the function it runs.
func (t *task) created() string { return t.origin().String() }

// callSite returns the program counter of the caller of the exported function skip frames up.
func callSite(skip int) uintptr {
	var pc [1]uintptr
	runtime.Callers(skip+2, pc[:])
	return pc[0]
}
