package aio

import (
	"os"
	"runtime/trace"
	"sync"
	"time"
)

// What a loop does for those who look at it. Nothing of it is on by default; then it costs a look at loop.observe and at
// the state of runtime/trace for each start of a task and each wait.
const (
	// observeDebug is debug mode: see WithDebug.
	observeDebug uint32 = 1 << iota
	// observeNumbers makes tasks record the number of their goroutine, at some microseconds for each.
	observeNumbers
)

// debugging is debug mode of all loops. It is set by AIO_DEBUG=1.
var debugging = os.Getenv("AIO_DEBUG") == "1"

// observed reports whether anything has to be done for observers.
func (l *loop) observed() bool { return l.observe.Load() != 0 || trace.IsEnabled() }

func (l *loop) debugs() bool { return l.observe.Load()&observeDebug != 0 }

// observation is how a loop is observed.
type observation struct {
	flags uint32
	dog   *watchdog
}

// observeByDefault is how a new loop is observed.
func observeByDefault(l *loop) observation {
	if !debugging {
		return observation{}
	}
	return observation{observeDebug | observeNumbers, newWatchdog(l, defaultSlow, logSlowStep)}
}

// observes reports whether o changes how the loop is observed.
func (o *options) observes() bool { return o.debug || o.report != nil }

// observeAs makes l be observed as o wants, and returns how to undo it.
func (l *loop) observeAs(o *options) (undo func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	before := observation{l.observe.Load(), l.dog}
	now := before
	now.flags |= observeNumbers
	if o.debug {
		now.flags |= observeDebug
	}
	switch {
	case o.report != nil:
		now.dog = newWatchdog(l, o.slow, o.report)
	case now.dog == nil:
		now.dog = newWatchdog(l, defaultSlow, logSlowStep)
	}
	l.setObservation(now)
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.setObservation(before)
	}
}

// setObservation changes how l is observed; l.mu is held, or nobody else knows l.
func (l *loop) setObservation(o observation) {
	if l.dog != o.dog {
		l.dog.stop()
		l.dog = o.dog
		l.dog.start()
	}
	l.observe.Store(o.flags)
	l.plain.Store(!l.serial && o.flags&observeDebug == 0)
}

// hold makes t, which may be nil, the holder of the baton; l.mu is held.
func (l *loop) hold(t *task) {
	l.holder = t
	if l.dog != nil && t != nil {
		l.dog.turn()
	}
}

// observeBegin is called by a task before anything of it runs, if its loop is observed.
func (t *task) observeBegin() {
	if t.loop.observe.Load()&observeNumbers != 0 {
		t.knowGoroutine()
	}
	if trace.IsEnabled() {
		t.traced()
	}
}

// knowGoroutine records the number of the calling goroutine, which is that of t.
func (t *task) knowGoroutine() {
	id := goroutineID()
	t.loop.mu.Lock()
	t.special().goid = id
	t.loop.mu.Unlock()
}

// goroutine returns the number of its goroutine, or 0 if nobody recorded it; loop.mu is held.
func (t *task) goroutine() uint64 {
	if t.rare == nil {
		return 0
	}
	return t.rare.goid
}

// arrived is the first thing that the task of a goroutine that existed already does once it is known to its loop.
func (t *task) arrived() {
	if t.loop.observed() {
		t.observeBegin()
	}
	if t.rare.name != "" {
		t.co.setLabel()
	}
}

// observePark is called by a task that has joined a line and is about to wait in it, if its loop is observed. It returns
// what to do after the wait.
func (t *task) observePark(on obstacle, mu *sync.Mutex) func() {
	if t.loop.debugs() {
		t.checkParked(mu)
		t.own(func(r *rare) { r.since = time.Now() })
	}
	if !trace.IsEnabled() {
		return func() {}
	}
	return trace.StartRegion(t.traced().ctx, "wait for "+kind(on)).End
}

// checkParked panics when t, which has joined a line, should not have done so.
func (t *task) checkParked(mu *sync.Mutex) {
	fine := false
	defer func() {
		if !fine {
			t.giveUp(mu)
		}
	}()
	t.checkGoroutine()
	t.checkAlive()
	fine = true
}

// observeRelease is called by a task that is about to wait for something outside its loop, if the loop is observed.
func (t *task) observeRelease(o outside) {
	if t.loop.debugs() {
		t.own(func(r *rare) { r.since = time.Now() })
	}
	if trace.IsEnabled() {
		tr := t.traced()
		tr.away = trace.StartRegion(tr.ctx, "wait for "+o.String())
	}
}

// own changes what is rare about t. Only the goroutine of t may call it; loop.mu is not held.
func (t *task) own(change func(r *rare)) {
	t.loop.mu.Lock()
	defer t.loop.mu.Unlock()
	if t.rare == nil {
		t.rare = &rare{}
	}
	change(t.rare)
}
