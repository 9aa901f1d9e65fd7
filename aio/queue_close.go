package aio

import "context"

// Close ends the queue: nothing can be added any more, tasks that wait to add get ErrClosed, and getters get the items
// that are left and then ErrClosed. Closing it again does nothing.
func (q *Queue[T]) Close() { q.Shutdown(false) }

// Shutdown is Close; if immediate, the items that are left are dropped, and tasks in Join go on.
func (q *Queue[T]) Shutdown(immediate bool) {
	q.mu.Lock()
	q.closed = true
	var joins *waiter
	if immediate {
		q.dropped = true
		q.items = ring[T]{}
		q.open = 0
		joins = q.joins.popAll()
	}
	putters, getters := q.putters.popAll(), q.getters.popAll()
	q.mu.Unlock()
	wakeAll(putters)
	wakeAll(getters)
	wakeAll(joins)
}

// TaskDone says that one item that was taken is dealt with. It panics when it is called more often than items were put.
func (q *Queue[T]) TaskDone() {
	q.mu.Lock()
	if q.open == 0 && !q.closed {
		q.mu.Unlock()
		panic("aio: TaskDone called more often than items were put")
	}
	q.open = max(q.open-1, 0)
	var joins *waiter
	if q.open == 0 {
		joins = q.joins.popAll()
	}
	q.mu.Unlock()
	wakeAll(joins)
}

// Join waits until TaskDone was called for every item that was put. It returns the cause when co is cancelled first.
func (q *Queue[T]) Join(co Context) error {
	q.mu.Lock()
	if q.open == 0 {
		q.mu.Unlock()
		return nil
	}
	if co.Err() != nil {
		q.mu.Unlock()
		return context.Cause(co)
	}
	t := co.self().t
	t.join(&q.joins)
	q.mu.Unlock()
	switch t.park(queueWork, &q.mu, &q.joins, co) {
	case interrupted:
		return context.Cause(co)
	case deadlocked:
		return t.takeDead()
	}
	return nil
}
