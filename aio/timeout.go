package aio

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// ErrTimeoutOver is the error of moving the deadline of a Timeout that has expired, was stopped, or whose Context was
// cancelled from outside.
var ErrTimeoutOver = errors.New("aio: timeout is over, its deadline cannot be moved")

// Timeout is a deadline that can be moved, for work whose limit is known only on the way, or that may go on as long as
// there is progress. Where the deadline stays, WithTimeout is enough. All methods may be called by any goroutine.
type Timeout struct {
	root   *timeoutRoot
	ctx    context.Context // below root
	cancel context.CancelFunc
	leave  func() bool // forgets the parent
}

// NewTimeout returns a Context of the same task as co that is cancelled after d, and the Timeout to move that. The Context
// ends like one of WithTimeout: with context.DeadlineExceeded as its error, and as the cause. Call Stop when the work is
// done.
//
//	t, tc := aio.NewTimeout(co, time.Minute)
//	defer t.Stop()
//	for part := range parts {
//		if err := send(tc, part); err != nil {
//			return err
//		}
//		t.Reset(time.Minute) // there was progress
//	}
//
// The Deadline method of the Context does not tell the deadline of the Timeout, but only an outer one: a context must
// always give the same answer, and what derives a limit from the answer would keep the old one. A cancellation from
// outside reaches the Context by way of a goroutine, a moment later.
func NewTimeout(co Context, d time.Duration) (*Timeout, Context) {
	return newTimeout(co, d, context.DeadlineExceeded)
}

// NewTimeoutCause is NewTimeout with another cause, unless that is nil.
func NewTimeoutCause(co Context, d time.Duration, cause error) (*Timeout, Context) {
	return newTimeout(co, d, cause)
}

func newTimeout(co Context, d time.Duration, cause error) (*Timeout, Context) {
	if cause == nil {
		cause = context.DeadlineExceeded
	}
	parent := part(co)
	causes, setCause := context.WithCancelCause(context.WithoutCancel(parent))
	r := &timeoutRoot{Context: causes, setCause: setCause, parent: parent, late: cause, done: make(chan struct{})}
	t := &Timeout{root: r, leave: func() bool { return false }}
	if err := parent.Err(); err != nil {
		r.end(anyTurn, err, context.Cause(parent))
	} else if parent.Done() != nil {
		t.leave = context.AfterFunc(parent, func() { r.end(anyTurn, parent.Err(), context.Cause(parent)) })
	}
	_ = t.SetDeadline(time.Now().Add(d))
	t.ctx, t.cancel = context.WithCancel(r)
	return t, With(co, t.ctx)
}

// Reset moves the deadline to d from now. With a d that is not positive the Timeout expires at once. Reset returns
// ErrTimeoutOver when it has expired or ended already.
func (t *Timeout) Reset(d time.Duration) error { return t.SetDeadline(time.Now().Add(d)) }

// SetDeadline is Reset to a point in time. The zero time stands for no deadline, as in package net.
func (t *Timeout) SetDeadline(when time.Time) error {
	r := t.root
	r.mu.Lock()
	if r.err != nil {
		defer r.mu.Unlock()
		return fmt.Errorf("%w: %w", ErrTimeoutOver, r.err)
	}
	r.when = when
	r.turn++
	turn := r.turn
	if r.clock != nil {
		r.clock.Stop()
		r.clock = nil
	}
	d := time.Until(when)
	if !when.IsZero() && d > 0 {
		r.clock = time.AfterFunc(d, func() { r.end(turn, context.DeadlineExceeded, r.late) })
	}
	r.mu.Unlock()
	if !when.IsZero() && d <= 0 {
		r.end(turn, context.DeadlineExceeded, r.late)
	}
	return nil
}

// Deadline returns the deadline, and false when there is none. After the end it is the last one.
func (t *Timeout) Deadline() (time.Time, bool) {
	t.root.mu.Lock()
	defer t.root.mu.Unlock()
	return t.root.when, !t.root.when.IsZero()
}

// Expired reports whether the deadline has passed while the Timeout was going on. It tells this limit from others outside.
func (t *Timeout) Expired() bool {
	t.root.mu.Lock()
	defer t.root.mu.Unlock()
	return t.root.expired
}

// Stop ends the Timeout and cancels its Context. It may be called again.
func (t *Timeout) Stop() {
	t.leave()
	t.root.end(anyTurn, context.Canceled, context.Canceled)
	<-t.ctx.Done() // an expiry that came first says how the Context ends, and is about to
	t.cancel()
}

// timeoutRoot is the context above that of a Timeout. Package context can cancel a context with DeadlineExceeded for a
// fixed deadline only, or because the parent ended so: this parent does.
type timeoutRoot struct {
	context.Context // gives the cause, and the values
	setCause        context.CancelCauseFunc
	parent          context.Context
	late            error // the cause when it expires
	done            chan struct{}

	mu      sync.Mutex
	when    time.Time
	clock   *time.Timer
	turn    int // which setting of the deadline the clock belongs to
	expired bool
	err     error
	after   map[*func()]struct{}
}

// anyTurn ends the context whatever the deadline is.
const anyTurn = 0

// end cancels r and what is below it, once. With a turn it does so because that deadline has passed, unless it was moved
// meanwhile.
func (r *timeoutRoot) end(turn int, err, cause error) {
	r.mu.Lock()
	if r.err != nil || turn != anyTurn && turn != r.turn {
		r.mu.Unlock()
		return
	}
	r.expired = turn != anyTurn
	r.err = err
	if r.clock != nil {
		r.clock.Stop()
	}
	r.setCause(cause)
	close(r.done) // together with err: who sees one must see the other
	after := r.after
	r.after = nil
	r.mu.Unlock()
	for f := range after {
		(*f)()
	}
}

func (r *timeoutRoot) Deadline() (time.Time, bool) { return r.parent.Deadline() }

// Done is not the channel of the inner context, so that package context does not take r for that one.
func (r *timeoutRoot) Done() <-chan struct{} { return r.done }

func (r *timeoutRoot) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// AfterFunc lets package context learn of the end without a goroutine that waits for it.
func (r *timeoutRoot) AfterFunc(f func()) (stop func() bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		go f()
		return func() bool { return false }
	}
	if r.after == nil {
		r.after = map[*func()]struct{}{}
	}
	r.after[&f] = struct{}{}
	return func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		_, found := r.after[&f]
		delete(r.after, &f)
		return found
	}
}
