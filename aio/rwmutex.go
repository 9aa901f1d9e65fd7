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
	state atomic.Uint32        // readers, and the bits below; guarded by mu while rwCrowded is set
	owner atomic.Pointer[task] // the writer, when it is a task
	mu    sync.Mutex
	line  line
}

const (
	rwWriting = 1 << 31 // held for writing
	rwCrowded = 1 << 30 // whoever unlocks must look at the line, and nobody may pass it
)

// reading says what a task in the line of a RWMutex waits for.
type reading bool

// Lock waits until nobody holds the lock, and locks it for writing. It is not interrupted.
func (rw *RWMutex) Lock(co Context) { rw.lock(co.self().t, false) }

// RLock waits until no writer holds the lock or waits for it, and locks it for reading. It is not interrupted.
func (rw *RWMutex) RLock(co Context) { rw.lock(co.self().t, true) }

func (rw *RWMutex) lock(t *task, reader bool) {
	t.maybePause()
	if rw.try(t, reader) {
		return
	}
	rw.mu.Lock()
	for {
		s := rw.state.Load()
		if s&rwCrowded != 0 || rw.state.CompareAndSwap(s, s|rwCrowded) {
			break
		}
	}
	if rw.line.empty() && rw.admit(t, reader) {
		rw.settle()
		rw.mu.Unlock()
		return
	}
	t.line.slot = reading(reader)
	t.join(&rw.line)
	rw.mu.Unlock()
	t.park(rw, &rw.mu, &rw.line, nil)
}

// try takes the lock if its state allows it and nobody waits.
func (rw *RWMutex) try(t *task, reader bool) bool {
	for {
		s := rw.state.Load()
		after, ok := admitted(s, reader)
		if !ok || s&rwCrowded != 0 {
			return false
		}
		if rw.state.CompareAndSwap(s, after) {
			if !reader {
				rw.owner.Store(t)
			}
			return true
		}
	}
}

// admitted returns the state after one more has got the lock, if s allows that.
func admitted(s uint32, reader bool) (uint32, bool) {
	switch {
	case s&rwWriting != 0:
		return s, false
	case reader:
		return s + 1, true
	}
	return s | rwWriting, s&^rwCrowded == 0
}

// admit takes the lock if its state allows it; rw.mu is held and the state is crowded.
func (rw *RWMutex) admit(t *task, reader bool) bool {
	after, ok := admitted(rw.state.Load(), reader)
	if ok {
		rw.state.Store(after)
		if !reader {
			rw.owner.Store(t)
		}
	}
	return ok
}

// settle lets others pass again when nobody waits; rw.mu is held.
func (rw *RWMutex) settle() {
	if rw.line.empty() {
		rw.state.And(^uint32(rwCrowded))
	}
}

// TryLock locks for writing if that needs no waiting, and reports whether it did.
func (rw *RWMutex) TryLock() bool { return rw.try(nil, false) }

// TryRLock locks for reading if that needs no waiting, and reports whether it did.
func (rw *RWMutex) TryRLock() bool { return rw.try(nil, true) }

// Unlock ends writing. It panics when the lock is not locked for writing.
func (rw *RWMutex) Unlock() {
	if rw.state.Load()&rwWriting == 0 {
		panic("sync: Unlock of unlocked RWMutex") // as package sync says it
	}
	rw.owner.Store(nil)
	if !rw.state.CompareAndSwap(rwWriting, 0) {
		rw.handOver(rwWriting)
	}
}

// RUnlock ends one reading. It panics when the lock is not locked for reading.
func (rw *RWMutex) RUnlock() {
	for {
		s := rw.state.Load()
		switch {
		case s&^(rwWriting|rwCrowded) == 0:
			panic("sync: RUnlock of unlocked RWMutex")
		case s&rwCrowded != 0:
			rw.handOver(1)
			return
		case rw.state.CompareAndSwap(s, s-1):
			return
		}
	}
}

// handOver takes what one holder has off the state, and lets in those at the head of the line that it then allows.
func (rw *RWMutex) handOver(held uint32) {
	rw.mu.Lock()
	rw.state.Add(-held)
	var in line
	for w := rw.line.head; w != nil && rw.admit(w.t, bool(w.slot.(reading))); w = rw.line.head {
		rw.line.pop()
		in.push(w)
	}
	rw.settle()
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
