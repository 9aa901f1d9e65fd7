package aio

import (
	"context"
	"sync"
	"sync/atomic"
)

// Event says that something has happened. The zero value is an event that has not happened yet. It must not be copied
// after first use. All methods may be called by any number of tasks and goroutines.
type Event struct {
	set  atomic.Bool
	mu   sync.Mutex
	line line
}

// Set marks the event as happened, and lets all who wait go on, in the order in which they came. Setting it again does
// nothing.
func (e *Event) Set() {
	e.mu.Lock()
	e.set.Store(true)
	first := e.line.popAll()
	e.mu.Unlock()
	wakeAll(first)
}

// Clear marks the event as not happened. Who waited when it was set goes on all the same.
func (e *Event) Clear() {
	e.mu.Lock()
	e.set.Store(false)
	e.mu.Unlock()
}

// IsSet reports whether the event has happened.
func (e *Event) IsSet() bool { return e.set.Load() }

// Wait waits until the event has happened. It returns the cause when co is cancelled first. An event that has happened
// wins over the cancellation, and Wait then lets no others run.
func (e *Event) Wait(co Context) error {
	if e.set.Load() {
		return nil
	}
	t := co.self().t
	t.maybePause()
	if co.Err() != nil {
		return context.Cause(co)
	}
	e.mu.Lock()
	if e.set.Load() {
		e.mu.Unlock()
		return nil
	}
	t.join(&e.line)
	e.mu.Unlock()
	switch t.park(e, &e.mu, &e.line, co) {
	case interrupted:
		return context.Cause(co)
	case deadlocked:
		return t.takeDead()
	}
	return nil
}

// Anybody may set an event, so nothing is known of who ends the wait.
func (e *Event) hindrance() hindrance { return hindrance{} }
func (e *Event) waiting() string      { return "an Event" }
