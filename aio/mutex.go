package aio

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// Locker is what Cond needs: a Mutex, a RWMutex, or the RLocker of one.
type Locker interface {
	// Lock waits for the lock without being interrupted.
	Lock(co Context)
	// Unlock gives it to the one that waits longest.
	Unlock()
}

// Mutex is a sync.Mutex whose Lock lets others run while it waits. The lock is handed to whoever waits longest; nobody
// overtakes. The zero value is unlocked. It must not be copied after first use. Like a sync.Mutex it does not belong to
// the task that locked it.
type Mutex struct {
	state atomic.Int32 // free, held or contended
	owner atomic.Pointer[task]
	mu    sync.Mutex
	line  line
}

const (
	free      = iota
	held      // nobody waits
	contended // the holder must look at the line
)

// Lock waits until the mutex is free and locks it. It is not interrupted.
func (m *Mutex) Lock(co Context) {
	t := co.self().t
	if m.state.CompareAndSwap(free, held) {
		m.owner.Store(t)
		return
	}
	m.lockSlow(t, nil)
}

// TryLock locks the mutex if it is free, and reports whether it did.
func (m *Mutex) TryLock() bool {
	return m.state.CompareAndSwap(free, held)
}

// LockContext is Lock that also ends when co is cancelled; it then returns the cause, and the mutex is not locked.
func (m *Mutex) LockContext(co Context) error {
	if co.Err() != nil {
		return context.Cause(co)
	}
	t := co.self().t
	if m.state.CompareAndSwap(free, held) {
		m.owner.Store(t)
		return nil
	}
	switch m.lockSlow(t, co) {
	case deadlocked:
		return t.takeDead()
	case interrupted:
		return context.Cause(co)
	}
	if co.Err() != nil {
		m.Unlock()
		return context.Cause(co)
	}
	return nil
}

func (m *Mutex) lockSlow(t *task, co context.Context) parked {
	m.mu.Lock()
	if m.state.Swap(contended) == free {
		m.state.Store(held)
		m.owner.Store(t)
		m.mu.Unlock()
		return woken
	}
	t.join(&m.line)
	m.mu.Unlock()
	return t.park(m, &m.mu, &m.line, co)
}

// Unlock unlocks the mutex, or hands it to the task that waits longest. It panics when the mutex is not locked.
func (m *Mutex) Unlock() {
	m.owner.Store(nil)
	if m.state.CompareAndSwap(held, free) {
		return
	}
	m.mu.Lock()
	if m.state.Load() == free {
		m.mu.Unlock()
		panic("aio: unlock of unlocked Mutex")
	}
	next := m.line.pop()
	switch {
	case next == nil:
		m.state.Store(free)
	default:
		m.owner.Store(next.t)
		if m.line.empty() {
			m.state.Store(held)
		}
	}
	m.mu.Unlock()
	if next != nil {
		wake(next)
	}
}

func (m *Mutex) blocker() *task { return m.owner.Load() }
func (m *Mutex) members() *crew { return nil }
func (m *Mutex) outside() bool  { return false }

func (m *Mutex) waiting() string {
	if t := m.owner.Load(); t != nil {
		return fmt.Sprintf("a Mutex that task %d holds", t.id)
	}
	return "a Mutex"
}
