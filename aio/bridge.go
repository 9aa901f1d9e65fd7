package aio

import (
	"context"
	"errors"
	"sync"
)

// ErrNoValue is the error of a future of FromChan whose channel was closed.
var ErrNoValue = errors.New("aio: channel was closed without a value")

// Result is the outcome of a future as one value.
type Result[T any] struct {
	Value T
	Err   error
}

// FromChan returns a future of the first value that comes out of ch. It fails with ErrNoValue when ch is closed. A task
// waits for ch, as if started by Go: when co is cancelled, or the future, or when the Run of co ends, it gives up and
// takes nothing from ch, so that nothing is left behind when nobody sends.
func FromChan[T any](co Context, ch <-chan T) *Future[T] {
	return Go(co, func(co Context) (T, error) {
		v, ok, err := RecvContext(co, ch)
		if err == nil && !ok {
			err = ErrNoValue
		}
		return v, err
	})
}

// FromFunc returns the future of an operation that calls back. It calls start at once, with the function done, which takes
// the result: done may be called by any goroutine, also inside start; only the first call counts. start returns how to
// call the operation off, or nil. That function is called when the future is cancelled, or co, before there is a result;
// the future then fails with the cause at once, and a result that comes later is dropped. No goroutine waits meanwhile.
//
// When co is cancelled already, start is not called.
func FromFunc[T any](co Context, start func(done func(T, error)) (cancel func())) *Future[T] {
	p := newPromised[T](co)
	if co.Err() != nil {
		_ = p.reject(context.Cause(co))
		return p.f
	}
	p.arm(co, start(func(v T, err error) { _ = p.end(v, err) }))
	return p.f
}

// FromContext returns a future that is completed when ctx ends, with the cause as its value. It fails when co is cancelled
// first. No goroutine waits meanwhile, and ctx keeps nothing once the future is completed or co has ended.
func FromContext(co Context, ctx context.Context) *Future[error] {
	return FromFunc(co, func(done func(error, error)) func() {
		stop := context.AfterFunc(ctx, func() { done(context.Cause(ctx), nil) })
		return func() { stop() }
	})
}

// ToChan returns a channel that gets the result of f when it is there. It has room for it: nobody needs to receive, no
// goroutine waits, and nothing is left behind when f is never completed. An error counts as seen.
func ToChan[T any](f *Future[T]) <-chan Result[T] {
	s := &sender[T]{f: f, ch: make(chan Result[T], 1)}
	s.place.slot = s
	if !f.f.listen(&s.place, nil) {
		s.notify()
	}
	return s.ch
}

// sender is a listener that sends the result of a future.
type sender[T any] struct {
	place waiter
	f     *Future[T]
	ch    chan Result[T]
}

func (s *sender[T]) notify() {
	v, err := s.f.result()
	s.ch <- Result[T]{v, err}
}

// promised is the future of an operation outside the loop.
type promised[T any] struct {
	f *Future[T]
	r *Resolver[T]
	s *scope
	t *task // that began it

	mu     sync.Mutex
	cancel func() // calls the operation off; nil before start returned
	forget func() bool
	over   bool
	off    bool // it is to be called off
}

func newPromised[T any](co Context) *promised[T] {
	c := co.self()
	p := &promised[T]{s: c.s, t: c.t}
	p.f, p.r = NewFuture[T]()
	p.f.f.more.promise = p
	return p
}

// arm records how to call the operation off, and does so if that is due.
func (p *promised[T]) arm(co Context, cancel func()) {
	p.mu.Lock()
	off := p.off
	if !p.over {
		p.cancel = cancel
		p.forget = context.AfterFunc(co, func() { p.f.Cancel(context.Cause(co)) })
	}
	p.mu.Unlock()
	if off && cancel != nil {
		cancel()
	}
}

// end completes the future, and forgets what is no longer needed.
func (p *promised[T]) end(v T, err error) error {
	p.mu.Lock()
	if p.over {
		p.mu.Unlock()
		return ErrInvalidState
	}
	p.over = true
	forget := p.forget
	p.cancel = nil
	p.mu.Unlock()
	if forget != nil {
		forget()
	}
	if err != nil {
		p.unseen(err)
	}
	return p.r.complete(v, err)
}

// unseen leaves err to the Run around the operation, or without one to the error handler, should nobody look at it.
func (p *promised[T]) unseen(err error) {
	if s := p.s.open(); s != nil {
		s.fail(&p.f.f, err)
		return
	}
	p.f.f.guardError(p.t, err)
}

// reject fails the future with cause, and calls the operation off.
func (p *promised[T]) reject(cause error) error {
	p.mu.Lock()
	cancel := p.cancel
	p.off = p.off || !p.over
	p.mu.Unlock()
	var zero T
	err := p.end(zero, cause)
	if err == nil && cancel != nil {
		cancel()
	}
	return err
}
