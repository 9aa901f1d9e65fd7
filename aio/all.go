package aio

// All waits for all futures and returns their values in the order of the arguments. When one fails, or was cancelled, it
// returns that error at once; the others run on, and their errors count as seen. When co is cancelled, so are all futures,
// and All returns the cause once their tasks have ended. Without futures it returns at once.
func All[T any](co Context, futures ...*Future[T]) ([]T, error) {
	by := &watcher{stop: func(f AnyFuture) bool { return f.failure() != nil }}
	see(futures)
	watchAll(by, futures)
	err := by.await(co)
	switch {
	case err != nil:
		return nil, cancelAll(co, futures, err)
	case by.hit != none:
		return nil, futures[by.hit].err
	}
	values := make([]T, len(futures))
	for i, f := range futures {
		values[i] = f.val
	}
	return values, nil
}

// see marks the errors of the futures as seen, also those that are yet to come.
func see[T any](futures []*Future[T]) {
	for _, f := range futures {
		f.f.see()
	}
}

// cancelAll cancels the futures if co is cancelled, waits for their tasks, and returns why.
func cancelAll[T any](co Context, futures []*Future[T], cause error) error {
	if co.Err() == nil {
		return cause // a deadlock
	}
	for _, f := range futures {
		f.Cancel(cause)
	}
	for _, f := range futures {
		_, _ = f.Await(co)
	}
	return cause
}

// Outcome is how a future was completed.
type Outcome[T any] struct {
	Value T
	Err   error
}

// AllSettled waits for all futures, however they end, and returns their outcomes in the order of the arguments: values,
// errors and cancellations. When co is cancelled, so are all futures; AllSettled then returns their outcomes, once their
// tasks have ended, and the cause. Without futures it returns at once.
func AllSettled[T any](co Context, futures ...*Future[T]) ([]Outcome[T], error) {
	by := &watcher{}
	see(futures)
	watchAll(by, futures)
	err := by.await(co)
	if err != nil {
		err = cancelAll(co, futures, err)
	}
	outcomes := make([]Outcome[T], len(futures))
	for i, f := range futures {
		if f.f.done.Load() {
			outcomes[i] = Outcome[T]{f.val, f.err}
		} else {
			outcomes[i].Err = err // a task that cannot be cancelled
		}
	}
	return outcomes, err
}

// Race waits for the first of the futures to be completed, and returns its result, even if that is an error. The others
// are cancelled, and waited for. When co is cancelled first, all are, and Race returns the cause. Without futures it waits
// for the end of co.
func Race[T any](co Context, futures ...*Future[T]) (T, error) {
	var zero T
	if len(futures) == 0 {
		_, _, err := RecvContext[struct{}](co, nil)
		return zero, err
	}
	by := &watcher{stop: FirstCompleted.stop()}
	see(futures)
	watchAll(by, futures)
	err := by.await(co)
	if err != nil {
		return zero, cancelAll(co, futures, err)
	}
	winner := futures[by.hit]
	for _, f := range futures {
		if f != winner {
			f.Cancel(ErrCanceled)
		}
	}
	shield := Shield(co)
	for _, f := range futures {
		_, _ = f.Await(shield)
	}
	return winner.val, winner.err
}
