package aio

import "context"

// Join waits for the result without owning it: when co is cancelled first, Join returns the cause, and what completes the
// future goes on. An error that it fails with later is one that nobody has seen, until somebody asks. A result that is
// there wins over the cancellation. Join is a method, and not a future of its own, so that an error that is seen here
// counts as seen; where a future is wanted, there is aio.Go(co, f.Join).
func (f *Future[T]) Join(co Context) (T, error) {
	var zero T
	if f.f.done.Load() {
		return f.result()
	}
	if co.Err() != nil {
		return zero, context.Cause(co)
	}
	t := co.self().t
	switch f.f.await(t, co) {
	case interrupted:
		return zero, context.Cause(co)
	case deadlocked:
		return zero, t.takeDead()
	}
	return f.result()
}
