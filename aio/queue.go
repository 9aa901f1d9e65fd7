package aio

import (
	"context"
	"sync"
)

// Queue is a first-in first-out queue between tasks. Items are handed to the getter that waits longest; nobody overtakes.
// All methods may be called by any number of tasks and goroutines.
type Queue[T any] struct {
	max int

	mu      sync.Mutex
	items   ring[T]
	getters line // waits only while there are no items
	putters line // waits only while the queue is full, so that nobody who comes later finds room first
	closed  bool
	dropped bool // closed at once: nothing is left
	open    int  // items put and not yet reported by TaskDone
	joins   line
}

// slot carries one item between a waiting task and the one that wakes it.
type slot[T any] struct {
	v      T
	served bool // the item changed hands; otherwise the queue was closed
}

// NewQueue returns a queue for at most max items. With max <= 0 there is no bound.
func NewQueue[T any](max int) *Queue[T] { return &Queue[T]{max: max} }

// Len returns the number of items that nobody has taken.
func (q *Queue[T]) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.items.n
}

// Put adds v, and waits first while the queue is full. It returns the cause when co is cancelled, and ErrClosed when the
// queue is closed; then v was not added.
func (q *Queue[T]) Put(co Context, v T) error {
	if co.Err() != nil {
		return context.Cause(co)
	}
	t := co.self().t
	t.maybePause()
	q.mu.Lock()
	if q.closed {
		q.mu.Unlock()
		return ErrClosed
	}
	if w, ok := q.offer(v); ok {
		q.mu.Unlock()
		wakeAll(w)
		return nil
	}
	s := &slot[T]{v: v}
	t.line.slot = s
	t.join(&q.putters)
	q.mu.Unlock()
	how := t.park(queueRoom, &q.mu, &q.putters, co)
	t.line.slot = nil // v may be big, and the next wait of t far away
	switch how {
	case interrupted:
		return context.Cause(co)
	case deadlocked:
		return t.takeDead()
	}
	if !s.served {
		return ErrClosed
	}
	return nil
}

// offer adds v if there is room, and returns the getter it was given to, if any; q.mu is held.
func (q *Queue[T]) offer(v T) (*waiter, bool) {
	if w := q.getters.pop(); w != nil {
		q.open++
		serve(w, v)
		return w, true
	}
	if q.max > 0 && q.items.n >= q.max {
		return nil, false
	}
	q.open++
	q.items.pushBack(v)
	return nil, true
}

func serve[T any](w *waiter, v T) {
	s := w.slot.(*slot[T])
	w.slot = nil
	s.v, s.served = v, true
}

// TryPut adds v if that needs no waiting, and reports whether it did. It is for plain goroutines too.
func (q *Queue[T]) TryPut(v T) bool {
	q.mu.Lock()
	if q.closed {
		q.mu.Unlock()
		return false
	}
	w, ok := q.offer(v)
	q.mu.Unlock()
	wakeAll(w)
	return ok
}

// Get takes the first item, and waits for one if there is none. It returns the cause when co is cancelled, and ErrClosed when
// the queue is closed and empty. An item that a task was given in the moment of its cancellation goes to the next getter.
func (q *Queue[T]) Get(co Context) (T, error) {
	var zero T
	if co.Err() != nil {
		return zero, context.Cause(co)
	}
	t := co.self().t
	t.maybePause()
	q.mu.Lock()
	if q.items.n > 0 {
		v, w := q.take()
		q.mu.Unlock()
		wakeAll(w)
		return v, nil
	}
	if q.closed {
		q.mu.Unlock()
		return zero, ErrClosed
	}
	s := &slot[T]{}
	t.line.slot = s
	t.join(&q.getters)
	q.mu.Unlock()
	switch t.park(queueItem, &q.mu, &q.getters, co) {
	case interrupted:
		return zero, context.Cause(co)
	case deadlocked:
		return zero, t.takeDead()
	}
	switch {
	case !s.served:
		return zero, ErrClosed
	case co.Err() != nil:
		q.putBack(s.v)
		return zero, context.Cause(co)
	}
	return s.v, nil
}

// take removes the first item, and lets the first putter in; q.mu is held. The caller wakes the putter.
func (q *Queue[T]) take() (T, *waiter) {
	v := q.items.popFront()
	if q.max > 0 && q.items.n >= q.max {
		return v, nil
	}
	w := q.putters.pop()
	if w != nil {
		s := w.slot.(*slot[T])
		w.slot = nil
		s.served = true
		q.open++
		q.items.pushBack(s.v)
	}
	return v, w
}

// TryGet takes the first item if there is one. An item that was given to a waiting task is not there any more.
func (q *Queue[T]) TryGet() (T, bool) {
	q.mu.Lock()
	if q.items.n == 0 {
		q.mu.Unlock()
		var zero T
		return zero, false
	}
	v, w := q.take()
	q.mu.Unlock()
	wakeAll(w)
	return v, true
}

// putBack returns an item that its getter cannot use to the head of the line. In a queue that has dropped its items it is one
// of them.
func (q *Queue[T]) putBack(v T) {
	q.mu.Lock()
	w := q.getters.pop()
	switch {
	case w != nil:
		serve(w, v)
	case !q.dropped:
		q.items.pushFront(v)
	}
	q.mu.Unlock()
	wakeAll(w)
}

// queueSide is what a task that waits at a queue waits for. Anybody who can reach the queue may end the wait, but who
// that is cannot be known.
type queueSide struct{ what string }

var (
	queueRoom = &queueSide{"room in a Queue"}
	queueItem = &queueSide{"an item of a Queue"}
	queueWork = &queueSide{"the end of the work in a Queue"}
)

func (*queueSide) hindrance() hindrance { return hindrance{} }
func (s *queueSide) waiting() string    { return s.what }
