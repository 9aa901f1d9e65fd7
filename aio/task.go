package aio

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
)

// task is one goroutine of a loop.
type task struct {
	co     taskContext // its Context; kept here to spare an allocation
	loop   *loop
	parent *task
	crew   *crew       // the WaitGroup or Group that counts it, or nil
	own    *ownContext // its own cancellation, only for tasks of Go
	up     *ownContext // the cancellation of the task that started it, held until the end
	site   uintptr     // where it was created
	name   string
	goid   atomic.Uint64 // 0 when nobody recorded it

	sem chan struct{} // capacity 1: the baton, or the end of a wait

	// Only its own goroutine uses these.
	line    waiter
	stopped *DeadlockError // set by the one that ends a wait because of a deadlock
	dead    *DeadlockError // the same once the task has seen it

	// Guarded by loop.mu.
	id           uint64
	newer, older *task
	behind       *task // in the run queue
	wait         wait
	mains        int32   // Runs on its stack
	outside      outside // what it does while it is away
	away         bool    // outside the loop
	early        bool    // woken before it was parked
	doomed       bool    // a deadlock will end its wait

	visitor bool // its goroutine was not started by this package
	left    bool // the visit is over
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
func (t *task) newborn(c *taskContext, cr *crew, site uintptr) {
	t.init(c.t.loop, c.Context, c.s.open())
	t.parent = c.t
	t.crew = cr
	t.site = site
	t.up = c.t.nearest()
	t.up.hold()
	cr.add(1)
	t.co.s.add()
}

func (t *task) init(l *loop, ctx context.Context, s *scope) {
	t.loop = l
	t.co = taskContext{Context: ctx, t: t, s: s}
	t.line.t = t
	if l.serial {
		t.sem = make(chan struct{}, 1)
	}
}

// nearest returns the innermost cancellation that tasks started by t are below.
func (t *task) nearest() *ownContext {
	if t.own != nil {
		return t.own
	}
	return t.up
}

// launch makes a prepared task known to its loop; the caller starts its goroutine.
func (t *task) launch() {
	l := t.loop
	l.mu.Lock()
	l.register(t)
	var now *task
	if l.serial {
		now = l.enqueue(t)
	}
	l.mu.Unlock()
	now.grant()
}

// begin is the first thing that the goroutine of a started task does.
func (t *task) begin() {
	l := t.loop
	if l.serial {
		<-t.sem
	}
	if debugging || l.serial && l.seat.Load() == noSeat {
		t.goid.Store(goroutineID())
	}
}

// finish is the last thing that the goroutine of a started task does.
func (t *task) finish() {
	t.own.drop()
	t.up.drop()
	t.co.s.leave()
	t.crew.leave()
	t.retire()
}

// exitError returns why a task ended without returning.
func (t *task) exitError() error {
	if t.dead != nil {
		return t.dead
	}
	return ErrGoexit
}

// retire removes t from its loop and gives the baton away. The tasks it started must not keep its ancestors in memory.
func (t *task) retire() {
	l := t.loop
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
	if t.name != "" {
		s += " " + t.name
	}
	if at := t.created(); at != "" {
		s += " created at " + at
	}
	return s
}

// created returns file:line of the call that created the task.
func (t *task) created() string {
	if t.site == 0 {
		return ""
	}
	f, _ := runtime.CallersFrames([]uintptr{t.site}).Next()
	return fmt.Sprintf("%s:%d", f.File, f.Line)
}

// callSite returns the program counter of the caller of the exported function skip frames up.
func callSite(skip int) uintptr {
	var pc [1]uintptr
	runtime.Callers(skip+2, pc[:])
	return pc[0]
}
