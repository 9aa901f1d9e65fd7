package aio

import (
	"context"
	"sync/atomic"
)

// ownContext is the cancellation of one task. It is made when somebody first asks for it: most tasks end before.
//
// It lives as long as the task and the tasks started by it, and then ends, so that the parent forgets it.
type ownContext struct {
	context.Context             // the parent
	up              *ownContext // the next one above, held as long as this one lives
	refs            atomic.Int32
	inner           atomic.Pointer[cancelPair]
}

type cancelPair struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
}

// start makes o the cancellation of a task, below the context parent. It takes over the hold on up.
func (o *ownContext) start(parent context.Context, up *ownContext) {
	o.Context = parent
	o.up = up
	o.refs.Store(1)
}

func (o *ownContext) pair() *cancelPair {
	if p := o.inner.Load(); p != nil {
		return p
	}
	ctx, cancel := context.WithCancelCause(o.Context)
	p := &cancelPair{ctx, cancel}
	if !o.inner.CompareAndSwap(nil, p) {
		cancel(nil)
		return o.inner.Load()
	}
	if o.over() {
		cancel(ErrCanceled)
	}
	return p
}

func (o *ownContext) Done() <-chan struct{} { return o.pair().ctx.Done() }

// Err needs no cancellation of its own as long as nobody asked for one: then only the parent can be cancelled.
func (o *ownContext) Err() error {
	if p := o.inner.Load(); p != nil {
		return p.ctx.Err()
	}
	if o.over() {
		return o.pair().ctx.Err()
	}
	return o.Context.Err()
}

// Value leads package context to the cancellation, or to that of the parent while there is none.
func (o *ownContext) Value(key any) any {
	if p := o.inner.Load(); p != nil {
		return p.ctx.Value(key)
	}
	return o.Context.Value(key)
}

func (o *ownContext) cancel(cause error) {
	if cause == nil {
		cause = ErrCanceled
	}
	o.pair().cancel(cause)
}

func (o *ownContext) hold() {
	if o != nil {
		o.refs.Add(1)
	}
}

// over reports whether the task and those below it have ended.
func (o *ownContext) over() bool { return o.refs.Load() <= 0 }

// drop gives up one hold; the last one ends the context.
func (o *ownContext) drop() {
	for o != nil && o.refs.Add(-1) == 0 {
		if p := o.inner.Load(); p != nil {
			p.cancel(ErrCanceled)
		}
		o = o.up
	}
}
