package aio

import (
	"context"
	"fmt"
	"time"
)

// Context is the mark of an explicit function: a context.Context that also carries the task that runs the function.
// It must be used by the goroutine of that task only, and not be kept after the task ended. What a task starts gets a
// Context of its own.
type Context interface {
	context.Context
	self() *taskContext
}

// taskContext is the only implementation of Context. It embeds the context part, so that package context finds the
// cancellation inside and needs no goroutine of its own for contexts that are derived from it.
type taskContext struct {
	context.Context
	t *task
	s *scope
}

// taskKey finds the taskContext below a derived context.
type taskKey struct{}

func (c *taskContext) self() *taskContext { return c }

// Value answers for the task, also when package pprof asks for its labels, and leaves everything else to the context part.
func (c *taskContext) Value(key any) any {
	if _, ok := key.(taskKey); ok {
		return c
	}
	if key == labelKey && named.Load() {
		return c.t.labels(c.Context).Value(key)
	}
	return c.Context.Value(key)
}

// String names the context part, as package context does: code that prints a context prints what it printed.
func (c *taskContext) String() string {
	if s, ok := c.Context.(fmt.Stringer); ok {
		return s.String()
	}
	return fmt.Sprintf("%T", c.Context)
}

// carried returns the Context that ctx is or derives from, or nil. A nil ctx carries none.
func carried(ctx context.Context) *taskContext {
	if c, ok := ctx.(*taskContext); ok || ctx == nil {
		return c
	}
	c, _ := ctx.Value(taskKey{}).(*taskContext)
	return c
}

// part returns ctx without the task that it names directly.
func part(ctx context.Context) context.Context {
	if c, ok := ctx.(*taskContext); ok {
		return c.Context
	}
	return ctx
}

// With returns a Context of the same task as co that has the deadline, cancellation and values of ctx. It is how code
// goes on with a context that it derived by package context or was given by a caller.
func With(co Context, ctx context.Context) Context {
	c := co.self()
	return &taskContext{Context: part(ctx), t: c.t, s: c.s}
}

// WithCancel is context.WithCancel for a Context.
func WithCancel(co Context) (Context, context.CancelFunc) {
	if p, ok := part(co).(*ownContext); ok {
		own := newOwn(p, ownLoose)
		return With(co, own), func() { own.cancel(context.Canceled) }
	}
	ctx, cancel := context.WithCancel(part(co))
	return With(co, ctx), cancel
}

// WithCancelCause is context.WithCancelCause for a Context.
func WithCancelCause(co Context) (Context, context.CancelCauseFunc) {
	return withCancelCause(co, ownLoose)
}

// withCancelCause is WithCancelCause. Without ownLoose only tasks of the loop use the function that it returns.
func withCancelCause(co Context, flags uint32) (Context, context.CancelCauseFunc) {
	p, ok := part(co).(*ownContext)
	if !ok {
		ctx, cancel := context.WithCancelCause(part(co))
		return With(co, ctx), cancel
	}
	own := newOwn(p, flags)
	return With(co, own), func(cause error) {
		if cause == nil {
			cause = context.Canceled
		}
		own.cancel(cause)
	}
}

// WithTimeout is context.WithTimeout for a Context.
func WithTimeout(co Context, d time.Duration) (Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(part(co), d)
	return With(co, ctx), cancel
}

// WithTimeoutCause is context.WithTimeoutCause for a Context.
func WithTimeoutCause(co Context, d time.Duration, cause error) (Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeoutCause(part(co), d, cause)
	return With(co, ctx), cancel
}

// WithDeadline is context.WithDeadline for a Context.
func WithDeadline(co Context, t time.Time) (Context, context.CancelFunc) {
	ctx, cancel := context.WithDeadline(part(co), t)
	return With(co, ctx), cancel
}

// WithDeadlineCause is context.WithDeadlineCause for a Context.
func WithDeadlineCause(co Context, t time.Time, cause error) (Context, context.CancelFunc) {
	ctx, cancel := context.WithDeadlineCause(part(co), t, cause)
	return With(co, ctx), cancel
}

// WithValue is context.WithValue for a Context.
func WithValue(co Context, key, value any) Context {
	return With(co, context.WithValue(part(co), key, value))
}

// WithoutCancel is context.WithoutCancel for a Context.
func WithoutCancel(co Context) Context {
	return With(co, context.WithoutCancel(part(co)))
}

// Shield returns a Context of the same task that no cancellation from outside reaches, for work that must be finished
// once it was begun, such as clean-up. Limits that are set on the result still hold. Marks on co itself stay cancelled.
func Shield(co Context) Context {
	return WithoutCancel(co)
}
