package aiosignal

import (
	"context"
	"errors"
	"iter"
	"os"
	"os/signal"
	"slices"
	"sync"

	"github.com/asyncport/asyncport/aio"
)

// ErrClosed is the error of a Receiver that was closed.
var ErrClosed = errors.New("aiosignal: receiver is closed")

// Receiver gives signals to tasks. It comes from Listen. Any number of tasks may receive from it; each signal goes to one
// of them.
type Receiver struct {
	pending []chan os.Signal // one for each signal, with room for one
	closed  chan struct{}

	mu   sync.Mutex // never held over a wait
	next int        // where the next search for a pending signal begins
	over bool
}

// Listen begins to receive the given signals, in place of their default action. It does not wait. The Receiver must be
// closed. Listen panics when no signal is given: to take over all of them, SIGCHLD and SIGURG included, is an error in most
// programs.
func Listen(sigs ...os.Signal) *Receiver {
	if len(sigs) == 0 {
		panic("aiosignal: Listen called without signals; name those to receive")
	}
	r := &Receiver{closed: make(chan struct{})}
	for i, s := range sigs {
		if slices.Contains(sigs[:i], s) {
			continue
		}
		ch := make(chan os.Signal, 1)
		signal.Notify(ch, s)
		r.pending = append(r.pending, ch)
	}
	return r
}

// Recv waits for a signal. It returns the cause when co is cancelled, and ErrClosed when the Receiver is closed. A signal
// that is pending wins over the cancellation.
func (r *Receiver) Recv(co aio.Context) (os.Signal, error) {
	for {
		s, open := r.poll()
		switch {
		case s != nil:
			return s, nil
		case !open:
			return nil, ErrClosed
		case co.Err() != nil:
			return nil, context.Cause(co)
		}
		if s := r.wait(co); s != nil {
			return s, nil
		}
	}
}

// poll takes a pending signal if there is one, and reports whether the Receiver is open. It begins after the signal that was
// taken last, so that none is passed over for ever.
func (r *Receiver) poll() (s os.Signal, open bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		return nil, false
	}
	for i := range r.pending {
		at := (r.next + i) % len(r.pending)
		select {
		case s := <-r.pending[at]:
			r.next = at + 1
			return s, true
		default:
		}
	}
	return nil, true
}

// wait waits until a signal, the end of co or that of r comes, and returns the signal if it was one.
func (r *Receiver) wait(co aio.Context) os.Signal {
	cases := []aio.Case{aio.OnRecv(co.Done()), aio.OnRecv(r.closed)}
	for _, ch := range r.pending {
		cases = append(cases, aio.OnRecv(ch))
	}
	came, ok := aio.Select(co, cases...).(*aio.RecvCase[os.Signal])
	if !ok {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.next = slices.Index(cases, aio.Case(came)) - 1 // the first two are no signals
	return came.Value()
}

// Close ends the receiving. Signals that nobody has taken are raised again. It does not wait. Calling it again does
// nothing.
func (r *Receiver) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		return
	}
	r.over = true
	close(r.closed)
	for _, ch := range r.pending {
		signal.Stop(ch)
	}
	for _, ch := range r.pending {
		select {
		case s := <-ch:
			raise(s)
		default:
		}
	}
}

// Signals receives the given signals as long as the loop over it goes on. It ends when co is cancelled. The receiving begins
// with the loop; to be sure of signals that come before, use Listen.
//
//	for s := range aiosignal.Signals(co, syscall.SIGHUP) {
//		reload(co)
//	}
func Signals(co aio.Context, sigs ...os.Signal) iter.Seq[os.Signal] {
	return func(yield func(os.Signal) bool) {
		r := Listen(sigs...)
		defer r.Close()
		for {
			s, err := r.Recv(co)
			if err != nil || !yield(s) {
				return
			}
		}
	}
}
