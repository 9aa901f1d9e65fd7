package aio

import (
	"sync"
	"sync/atomic"
)

// loop is a domain of tasks. Under Serial it owns the baton.
//
// Lock order: loop.mu comes before the locks of futures, mutexes and the like. Nobody wakes a task while holding one of
// those.
type loop struct {
	policy    Policy
	serial    bool
	private   bool   // made for one Run
	sealed    bool   // only its tasks act on what its tasks wait for
	scheduled bool   // it has, or had, a Schedule
	number    uint64 // 0 for the loop of the process
	seat      atomic.Int32
	plain     atomic.Bool   // marks are the plain operations: neither Serial nor debug mode
	observe   atomic.Uint32 // see observe.go

	mu     sync.Mutex
	lastID uint64
	tasks  *task // all live tasks, the newest first
	live   int
	parked int   // tasks that wait for something that is not known to come from outside
	mains  int32 // Runs that have not returned
	ringed bool  // there was a ring of tasks that no Run waited for; one may begin to
	holder *task
	ready  runQueue
	dog    *watchdog  // nil when steps are not watched
	sched  *scheduler // gives out the turns; nil when they go round in order

	due dueLine // timers whose time has come, under Serial
}

func newLoop(p Policy) *loop {
	l := &loop{policy: p, serial: p == Serial}
	l.setObservation(observeByDefault(l))
	l.seat.Store(noSeat)
	if l.serial {
		l.seat.Store(seats.take())
	}
	return l
}

// newPrivateLoop returns a loop for one Run.
func newPrivateLoop(p Policy) *loop {
	l := newLoop(p)
	l.private = true
	process.mu.Lock()
	defer process.mu.Unlock()
	if process.private == nil {
		process.private = map[*loop]uint64{}
	}
	process.lastLoop++
	process.private[l] = process.lastLoop
	l.number = process.lastLoop
	return l
}

// end gives back what a private loop took from the process, once its last task is gone. A goroutine that kept a Context
// may still enter the loop; it then works without a seat.
func (l *loop) end() {
	seats.free(l.seat.Swap(noSeat))
	l.unschedule()
	l.dog.stop()
	process.mu.Lock()
	delete(process.private, l)
	process.mu.Unlock()
}

// admit registers a task that has a goroutine already and needs no baton.
func (l *loop) admit(t *task) {
	l.mu.Lock()
	l.register(t)
	l.mu.Unlock()
}

// register adds t to the live tasks; l.mu is held.
func (l *loop) register(t *task) {
	l.lastID++
	t.id = l.lastID
	l.live++
	t.older = l.tasks
	if l.tasks != nil {
		l.tasks.newer = t
	}
	l.tasks = t
}

// unregister removes t from the live tasks; l.mu is held.
func (l *loop) unregister(t *task) {
	l.live--
	if t.newer != nil {
		t.newer.older = t.older
	} else {
		l.tasks = t.older
	}
	if t.older != nil {
		t.older.newer = t.newer
	}
	t.newer, t.older = nil, nil
}
