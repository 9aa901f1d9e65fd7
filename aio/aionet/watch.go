package aionet

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// watch ends the reads, or the writes, of one connection when the Context of the operation is cancelled: it sets the
// deadline of the connection to the past, and sets it back when the operation has ended.
//
// From the second operation with the same Context on, the registration with it stays from one operation to the next, which
// then costs two atomic instructions and no memory. It does not stay after the first one, because a Context that is made
// for one operation is cancelled after it, and that would start a goroutine for each registration that is left.
//
// One operation is under way at a time; begin and end belong to it. The other methods may be called at any time.
type watch struct {
	set   func(time.Time) error // the deadline of the connection
	abort func() error          // ends what has no deadlines

	state atomic.Uint32   // one of those below
	done  <-chan struct{} // of the Context of the last operation; only for begin and end
	stays bool            // the registration does; only for begin and end

	mu       sync.Mutex
	deadline time.Time // what the user has set
	reg      *registration
	released bool
	aborted  bool // interrupt has used abort
}

// The states of a watch. What leads to overdue, and back, happens with watch.mu held.
const (
	idle    uint32 = iota // no operation is under way
	busy                  // one is
	overdue               // one is, and the deadline is in the past because it was cancelled
)

// registration is one context.AfterFunc. Contexts with the same Done channel share it.
type registration struct{ stop func() bool }

// past is a deadline that has expired.
var past = time.Unix(1, 0)

// begin starts an operation that ends when co is cancelled. Without an error the caller must call end. On a co that is
// cancelled already it returns the cause.
func (w *watch) begin(co aio.Context) error {
	done := co.Done()
	if again := w.done == done; !again || !w.stays {
		if !w.register(co) && co.Err() == nil {
			return net.ErrClosed
		}
		w.done, w.stays = done, again
	}
	w.state.Store(busy)
	// The cancellation may have come before that, when nothing was there to be ended.
	if co.Err() != nil {
		w.end()
		return context.Cause(co)
	}
	return nil
}

// end is called after the operation, and gives the connection its deadline back. It reports whether the operation
// was ended in the other way, which its error does not tell.
func (w *watch) end() bool {
	if w.stays && w.state.CompareAndSwap(busy, idle) {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.stays {
		w.unregister()
	}
	if w.state.Swap(idle) == overdue && w.set != nil {
		_ = w.set(w.deadline) // fails on a closed connection only, which needs none
	}
	return w.aborted
}

// register replaces the registration. It reports false when there may be none any more.
func (w *watch) register(co aio.Context) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unregister()
	if w.released {
		return false
	}
	r := &registration{}
	w.reg = r
	r.stop = context.AfterFunc(co, func() { w.interrupt(r) })
	return true
}

// unregister forgets the registration; w.mu is held. A call of interrupt that has begun finds that it is out of date.
func (w *watch) unregister() {
	if w.reg != nil {
		w.reg.stop()
		w.reg = nil
	}
}

// interrupt ends the operation that is under way, if there is one and r is not out of date.
func (w *watch) interrupt(r *registration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.reg != r || !w.state.CompareAndSwap(busy, overdue) {
		return
	}
	if w.set == nil || w.set(past) != nil {
		w.aborted = true
		_ = w.abort() // the operation returns an error, which is all that is wanted
	}
}

// setDeadline is the deadline of the user. A cancellation that is under way goes before it.
func (w *watch) setDeadline(t time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.deadline = t
	if w.state.Load() == overdue {
		return nil
	}
	return w.set(t)
}

// release frees the Context from the connection, which is about to be closed: nothing else ends the operation that is
// under way.
func (w *watch) release() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.released = true
	w.unregister()
}
