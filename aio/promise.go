package aio

import "sync/atomic"

// Resolver completes a future of NewFuture. It may be used by any goroutine.
type Resolver[T any] struct {
	used atomic.Bool
	f    *Future[T]
}

// NewFuture returns a future that is completed by its Resolver. It is the bridge from callbacks and plain goroutines.
func NewFuture[T any]() (*Future[T], *Resolver[T]) {
	p := &promise[T]{}
	p.r.f = &p.f
	p.more.promise = &p.r
	p.f.f.more = &p.more
	return &p.f, &p.r
}

// promise holds what NewFuture makes.
type promise[T any] struct {
	f    Future[T]
	r    Resolver[T]
	more futureMore
}

// Resolve completes the future with v. When it is completed already, Resolve returns ErrInvalidState and the first result
// stays.
func (r *Resolver[T]) Resolve(v T) error { return r.complete(v, nil) }

// Reject completes the future with err, which must not be nil. When it is completed already, Reject returns ErrInvalidState
// and the first result stays.
func (r *Resolver[T]) Reject(err error) error {
	if err == nil {
		panic("aio: Reject called with a nil error; use Resolve")
	}
	return r.reject(err)
}

func (r *Resolver[T]) reject(err error) error {
	var zero T
	return r.complete(zero, err)
}

func (r *Resolver[T]) complete(v T, err error) error {
	if !r.used.CompareAndSwap(false, true) {
		return ErrInvalidState
	}
	r.f.val, r.f.err = v, err
	r.f.f.complete()
	return nil
}
