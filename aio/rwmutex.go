package aio

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// RWMutex is a sync.RWMutex whose Lock and RLock let others run while they wait. Readers and writers stand in one line:
// a reader that comes after a waiting writer waits for it. The zero value is unlocked. It must not be copied after first
// use.
type RWMutex struct {
	mu      sync.Mutex
	writing bool
	readers int
	owner   atomic.Pointer[task] // the writer, when it is a task
	line    line
}

// reading says what a task in the line of a RWMutex waits for.
type reading bool

// Lock waits until nobody holds the lock, and locks it for writing. It is not interrupted.
func (rw *RWMutex) Lock(co Context) { rw.lock(co.self().t, false) }

// RLock waits until no writer holds the lock or waits for it, and locks it for reading. It is not interrupted.
func (rw *RWMutex) RLock(co Context) { rw.lock(co.self().t, true) }

func (rw *RWMutex) lock(t *task, reader bool) {
	t.maybePause()
	rw.mu.Lock()
	if rw.line.empty() && rw.admit(t, reader) {
		rw.mu.Unlock()
		return
	}
	t.line.slot = reading(reader)
	t.join(&rw.line)
	rw.mu.Unlock()
	t.park(rw, &rw.mu, &rw.line, nil)
}

// admit takes the lock if its state allows it; rw.mu is held.
func (rw *RWMutex) admit(t *task, reader bool) bool {
	if rw.writing || !reader && rw.readers > 0 {
		return false
	}
	if reader {
		rw.readers++
	} else {
		rw.writing = true
		rw.owner.Store(t)
	}
	return true
}

// TryLock locks for writing if that needs no waiting, and reports whether it did.
func (rw *RWMutex) TryLock() bool { return rw.try(false) }

// TryRLock locks for reading if that needs no waiting, and reports whether it did.
func (rw *RWMutex) TryRLock() bool { return rw.try(true) }

func (rw *RWMutex) try(reader bool) bool {
	rw.mu.Lock()
	defer rw.mu.Unlock()
	return rw.line.empty() && rw.admit(nil, reader)
}

// Unlock ends writing. It panics when the lock is not locked for writing.
func (rw *RWMutex) Unlock() {
	rw.mu.Lock()
	if !rw.writing {
		rw.mu.Unlock()
		panic("aio: Unlock of a RWMutex that is not locked for writing")
	}
	rw.writing = false
	rw.owner.Store(nil)
	rw.handOver()
}

// RUnlock ends one reading. It panics when the lock is not locked for reading.
func (rw *RWMutex) RUnlock() {
	rw.mu.Lock()
	if rw.readers == 0 {
		rw.mu.Unlock()
		panic("aio: RUnlock of a RWMutex that is not locked for reading")
	}
	rw.readers--
	rw.handOver()
}

// handOver lets in those at the head of the line that the state allows. It unlocks rw.mu.
func (rw *RWMutex) handOver() {
	var in line
	for w := rw.line.head; w != nil && rw.admit(w.t, bool(w.slot.(reading))); w = rw.line.head {
		rw.line.pop()
		in.push(w)
	}
	first := in.popAll()
	rw.mu.Unlock()
	wakeAll(first)
}

// RLocker returns a Locker that locks for reading.
func (rw *RWMutex) RLocker() Locker { return (*rlocker)(rw) }

type rlocker RWMutex

func (r *rlocker) Lock(co Context) { (*RWMutex)(r).RLock(co) }
func (r *rlocker) Unlock()         { (*RWMutex)(r).RUnlock() }

func (rw *RWMutex) hindrance() hindrance { return hindrance{task: rw.owner.Load()} }

func (rw *RWMutex) waiting() string {
	if t := rw.owner.Load(); t != nil {
		return fmt.Sprintf("a RWMutex that task %d writes under", t.id)
	}
	return "a RWMutex"
}
