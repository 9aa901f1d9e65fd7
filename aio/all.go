package aio

import "context"

// All waits for all futures and returns their values in the order of the arguments. When one fails, it returns that error
// at once; the others run on, and their errors count as seen. When co is cancelled, so are all futures, and All returns
// the cause.
func All[T any](co Context, futures ...*Future[T]) ([]T, error) {
	values := make([]T, len(futures))
	for _, f := range futures {
		f.f.seen.Store(true)
	}
	pending := len(futures)
	cases := make([]Case, 0, len(futures)+1)
	for _, f := range futures {
		cases = append(cases, OnFuture(f))
	}
	stop := OnRecv(co.Done())
	for pending > 0 {
		c := firstReady(cases)
		if c == nil {
			c = Select(co, append(cases, stop)...)
		}
		if c == Case(stop) {
			return nil, cancelAll(co, futures)
		}
		for i := range cases {
			if cases[i] == c {
				v, err := futures[i].result()
				if err != nil {
					return nil, err
				}
				values[i] = v
				cases[i] = OnFuture[T](nil)
				pending--
			}
		}
	}
	return values, nil
}

// firstReady returns a case that is ready, so that results win over a cancellation, or nil.
func firstReady(cases []Case) Case {
	for _, c := range cases {
		if c.poll() {
			return c
		}
	}
	return nil
}

// cancelAll cancels the futures because co is, waits for their tasks, and returns the cause.
func cancelAll[T any](co Context, futures []*Future[T]) error {
	cause := context.Cause(co)
	for _, f := range futures {
		f.Cancel(cause)
	}
	for _, f := range futures {
		_, _ = f.Await(co)
	}
	return cause
}

// Race waits for the first of the futures to be completed and returns its result. The others are cancelled, and waited
// for. When co is cancelled first, all are, and Race returns the cause. Without futures it waits for the end of co.
func Race[T any](co Context, futures ...*Future[T]) (T, error) {
	cases := make([]Case, 0, len(futures)+1)
	for _, f := range futures {
		f.f.seen.Store(true)
		cases = append(cases, OnFuture(f))
	}
	c := firstReady(cases)
	if c == nil {
		c = Select(co, append(cases, OnRecv(co.Done()))...)
	}
	winner, won := c.(*FutureCase[T])
	if !won {
		var zero T
		return zero, cancelAll(co, futures)
	}
	for _, f := range futures {
		if f != winner.f {
			f.Cancel(ErrCanceled)
		}
	}
	for _, f := range futures {
		_, _ = f.Await(Shield(co))
	}
	return winner.Result()
}
