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
	state atomic.Pointer[task] // nil, the task that holds the lock, or one of the two below
	mu    sync.Mutex
	owner atomic.Pointer[task] // while crowded: the task that holds the lock
	line  line
}

var (
	crowded = new(task) // held, and the holder must look at the line
	nobody  = new(task) // held, but it is not known by whom
)

// Lock waits until the mutex is free and locks it. It is not interrupted.
func (m *Mutex) Lock(co Context) {
	t := co.self().t
	t.maybePause()
	if !m.state.CompareAndSwap(nil, t) {
		m.lockSlow(t, nil)
	}
}

// TryLock locks the mutex if it is free, and reports whether it did.
func (m *Mutex) TryLock() bool {
	return m.state.CompareAndSwap(nil, nobody)
}

// LockContext is Lock that also ends when co is cancelled; it then returns the cause, and the mutex is not locked.
func (m *Mutex) LockContext(co Context) error {
	if co.Err() != nil {
		return context.Cause(co)
	}
	t := co.self().t
	t.maybePause()
	if m.state.CompareAndSwap(nil, t) {
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

func (m *Mutex) lockSlow(t *task, co Context) parked {
	m.mu.Lock()
	for {
		holder := m.state.Load()
		if holder == nil {
			if m.state.CompareAndSwap(nil, t) {
				m.mu.Unlock()
				return woken
			}
			continue
		}
		if holder == crowded {
			break
		}
		m.owner.Store(holder)
		if m.state.CompareAndSwap(holder, crowded) {
			break
		}
	}
	t.join(&m.line)
	m.mu.Unlock()
	return t.park(m, &m.mu, &m.line, co)
}

// Unlock unlocks the mutex, or hands it to the task that waits longest. It panics when the mutex is not locked.
func (m *Mutex) Unlock() {
	holder := m.state.Load()
	if holder != crowded && holder != nil && m.state.CompareAndSwap(holder, nil) {
		return
	}
	m.mu.Lock()
	if m.state.Load() != crowded {
		m.mu.Unlock()
		if holder == nil {
			panic("sync: unlock of unlocked mutex") // as package sync says it
		}
		m.Unlock()
		return
	}
	next := m.line.pop()
	switch {
	case next == nil:
		m.owner.Store(nil)
		m.state.Store(nil)
	case m.line.empty():
		m.owner.Store(nil)
		m.state.Store(next.t)
	default:
		m.owner.Store(next.t)
	}
	m.mu.Unlock()
	if next != nil {
		wake(next)
	}
}

func (m *Mutex) hindrance() hindrance {
	holder := m.state.Load()
	if holder == crowded {
		holder = m.owner.Load()
	}
	if holder == nobody {
		holder = nil
	}
	return hindrance{task: holder}
}

func (m *Mutex) waiting() string {
	if t := m.hindrance().task; t != nil {
		return fmt.Sprintf("a Mutex that task %d holds", t.id)
	}
	return "a Mutex"
}
