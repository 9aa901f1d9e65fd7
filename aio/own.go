package aio

import (
	"context"
	"sync/atomic"
)

// ownContext is a cancellation of this package: that of a Run, of a task of Go, or of WithCancel. What package context
// needs of it is made when somebody first asks: most tasks end before. Tasks that wait are found without it, through
// the cancelNode.
//
// That of a task lives as long as the task and the tasks started by it, and then ends, so that the parent forgets it.
type ownContext struct {
	context.Context             // the parent
	up              *ownContext // the next one above, held as long as this one lives
	refs            atomic.Int32
	flags           atomic.Uint32
	inner           atomic.Pointer[cancelPair]
	node            atomic.Pointer[cancelNode]
}

const (
	ownTraced  = 1 << iota // all cancellations from here up to the root are of this package, or announced to it
	ownLoose               // the program can cancel it at any time
	ownFlagged             // it is cancelled: tasks that wait must be told, and none may begin to
)

type cancelPair struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
}

// start makes o the cancellation of a task, below the context parent. It takes over the hold on up.
func (o *ownContext) start(parent context.Context, up *ownContext) {
	o.Context = parent
	o.up = up
	o.refs.Store(1)
	if traceable(parent) {
		o.flags.Store(ownTraced)
	}
}

// traceable reports whether every cancellation of ctx comes to this package.
func traceable(ctx context.Context) bool {
	if p, ok := ctx.(*ownContext); ok {
		return p.is(ownTraced)
	}
	return ctx == context.Background() || ctx == context.TODO()
}

// newRoot returns the cancellation of a Run below the context parent, and the function that ends it.
func newRoot(parent context.Context) (*ownContext, context.CancelCauseFunc) {
	o := &ownContext{Context: parent}
	o.refs.Store(1)
	o.flags.Store(ownTraced)
	if traceable(parent) || parent.Done() == nil {
		return o, o.cancel
	}
	stop := context.AfterFunc(parent, o.follow)
	return o, func(cause error) {
		stop()
		o.cancel(cause)
	}
}

// follow ends o after its parent. It leaves it to package context to cancel the pair: a pair that is cancelled by hand would
// have another error than the parent when that ended by a deadline.
func (o *ownContext) follow() {
	<-o.Done()
	o.pair().cancel(nil) // returns when those below are cancelled too
	o.tell()
}

// newOwn returns a cancellation below parent, with the given flags.
func newOwn(parent *ownContext, flags uint32) *ownContext {
	o := &ownContext{Context: parent}
	o.refs.Store(1)
	o.flags.Store(flags | parent.flags.Load()&ownTraced)
	return o
}

func (o *ownContext) is(flag uint32) bool { return o.flags.Load()&flag != 0 }

// pair makes the pair if there is none. That of a context which is over is cancelled when it is returned: who ended the
// context may have come before the pair.
func (o *ownContext) pair() *cancelPair {
	p := o.inner.Load()
	if p == nil {
		ctx, cancel := context.WithCancelCause(o.Context)
		p = &cancelPair{ctx, cancel}
		if !o.inner.CompareAndSwap(nil, p) {
			cancel(nil)
			p = o.inner.Load()
		}
	}
	if o.over() {
		p.cancel(ErrCanceled)
	}
	return p
}

// answers returns the pair that knows the error and the cause of o, or nil when the parent does.
func (o *ownContext) answers() *cancelPair {
	if o.over() {
		return o.pair()
	}
	return o.inner.Load()
}

func (o *ownContext) Done() <-chan struct{} { return o.pair().ctx.Done() }

// Err needs no pair as long as nobody asked for one: then only the parent can be cancelled.
func (o *ownContext) Err() error {
	if p := o.answers(); p != nil {
		return p.ctx.Err()
	}
	return o.Context.Err()
}

// Value leads package context to the pair, or to that of the parent while there is none.
func (o *ownContext) Value(key any) any {
	if p := o.answers(); p != nil {
		return p.ctx.Value(key)
	}
	return o.Context.Value(key)
}

// cancel ends o with a cause, once.
func (o *ownContext) cancel(cause error) {
	if cause == nil {
		cause = ErrCanceled
	}
	if o.inner.Load() == nil && o.Err() == nil {
		// Nobody derived anything from it: the pair is to tell the cause, and needs no place below the parent.
		ctx, cancel := context.WithCancelCause(context.WithoutCancel(o.Context))
		cancel(cause)
		o.inner.CompareAndSwap(nil, &cancelPair{ctx, cancel})
	}
	o.pair().cancel(cause)
	o.tell()
}

// tell ends the waits under o, which is cancelled with all below it: a task must not be told before it can see that.
func (o *ownContext) tell() {
	o.flags.Or(ownFlagged)
	if n := o.node.Load(); n != nil {
		n.end()
	}
}

// flagged reports whether o or a cancellation above it was cancelled, or has ended.
func (o *ownContext) flagged() bool {
	for {
		if o.told() {
			return true
		}
		p, ok := o.Context.(*ownContext)
		if !ok {
			return false
		}
		o = p
	}
}

// hold keeps o from ending. When it has ended, because the program kept a Context too long, that is final.
func (o *ownContext) hold() {
	if o != nil {
		o.refs.Add(1)
	}
}

// ownEnded is so far below zero that those who hold o too late do not bring it back, and what is above it is given up once.
const ownEnded = -1 << 30

// over reports whether the task and those below it have ended.
func (o *ownContext) over() bool { return o.refs.Load() <= 0 }

// told reports whether those who wait under o were told, or are about to be, that it was cancelled or has ended.
func (o *ownContext) told() bool { return o.is(ownFlagged) || o.refs.Load() < 0 }

// drop gives up one hold; the last one ends the context. Tasks may wait under it all the same: those that another task
// lent it to.
func (o *ownContext) drop() {
	for o != nil && o.refs.Add(-1) == 0 {
		if p := o.inner.Load(); p != nil {
			p.cancel(ErrCanceled)
		}
		if !o.refs.CompareAndSwap(0, ownEnded) {
			return
		}
		if n := o.node.Load(); n != nil {
			n.end()
		}
		o = o.up
	}
}
