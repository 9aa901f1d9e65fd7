package aionet

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// watch ends the reads, or the writes, of one connection when the Context of the operation is cancelled: it sets the
// deadline of the connection to the past, and sets it back when the operation has ended.
//
// The registration with the Context stays from one operation to the next, because they mostly use the same one. It costs
// neither a goroutine nor, from the second operation on, memory.
type watch struct {
	set   func(time.Time) error // the deadline of the connection
	abort func() error          // ends what has no deadlines

	mu       sync.Mutex
	deadline time.Time // what the user has set
	reg      *registration
	busy     bool // an operation is under way
	ended    bool // the deadline is in the past because of a cancellation
	released bool
}

// registration is one context.AfterFunc. Contexts with the same Done channel share it.
type registration struct {
	done <-chan struct{}
	stop func() bool
}

// past is a deadline that has expired.
var past = time.Unix(1, 0)

// begin starts an operation that ends when co is cancelled. Without an error the caller must call end. On a co that is
// cancelled already it returns the cause.
func (w *watch) begin(co aio.Context) error {
	w.mu.Lock()
	if w.released {
		w.mu.Unlock()
		if co.Err() != nil {
			return context.Cause(co)
		}
		return net.ErrClosed
	}
	if done := co.Done(); w.reg == nil || w.reg.done != done {
		w.register(co, done)
	}
	w.busy = true
	w.mu.Unlock()
	// The cancellation may have come before busy was set, when nothing was there to be ended.
	if co.Err() != nil {
		w.end()
		return context.Cause(co)
	}
	return nil
}

// register replaces the registration; w.mu is held.
func (w *watch) register(co aio.Context, done <-chan struct{}) {
	w.unregister()
	r := &registration{done: done}
	w.reg = r
	r.stop = context.AfterFunc(co, func() { w.interrupt(r) })
}

// unregister forgets the registration; w.mu is held. A call of interrupt that has begun finds that it is out of date.
func (w *watch) unregister() {
	if w.reg != nil {
		w.reg.stop()
		w.reg = nil
	}
}

// interrupt ends the operation that is under way, if it belongs to r.
func (w *watch) interrupt(r *registration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.reg != r || !w.busy || w.ended {
		return
	}
	w.ended = true
	if w.set == nil || w.set(past) != nil {
		_ = w.abort() // the operation returns an error, which is all that is wanted
	}
}

// end is called after the operation, and gives the connection its deadline back.
func (w *watch) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.busy = false
	if w.ended {
		w.ended = false
		if w.set != nil {
			_ = w.set(w.deadline) // fails on a closed connection only, which needs none
		}
	}
}

// setDeadline is the deadline of the user. A cancellation that is under way goes before it.
func (w *watch) setDeadline(t time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.deadline = t
	if w.ended {
		return nil
	}
	return w.set(t)
}

// release frees the Context from the connection. Operations that begin later fail.
func (w *watch) release() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.released = true
	w.unregister()
}
