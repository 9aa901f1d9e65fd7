package aio

import "iter"

// AsCompleted yields the futures as they are completed, the first one first; those that were completed before come in the
// order of the arguments. Each can be awaited at once.
//
//	for f, err := range aio.AsCompleted(co, futures...) {
//		if err != nil {
//			return err // co was cancelled
//		}
//		page, err := f.Await(co)
//		...
//	}
//
// When co is cancelled while nothing is ready, the sequence ends with a zero future and the cause. It cancels nothing, and
// the futures that are left run on when the loop is left early. Futures of different types are given as
// AsCompleted[aio.AnyFuture]. Ranging over the sequence again begins anew.
func AsCompleted[F AnyFuture](co Context, futures ...F) iter.Seq2[F, error] {
	return func(yield func(F, error) bool) {
		by := &watcher{ordered: true, order: make([]int, 0, len(futures))}
		watchAll(by, futures)
		defer by.close()
		for range futures {
			at, err := by.next(co)
			if err != nil {
				var zero F
				yield(zero, err)
				return
			}
			futures[at].part().settle()
			if !yield(futures[at], nil) {
				return
			}
		}
	}
}

// next waits for the next future to be completed and returns its place.
func (by *watcher) next(co Context) (int, error) {
	if err := by.wait(co); err != nil {
		return 0, err
	}
	by.mu.Lock()
	defer by.mu.Unlock()
	at := by.order[by.taken]
	by.taken++
	return at, nil
}
