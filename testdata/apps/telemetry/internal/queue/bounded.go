// Package queue holds a bounded queue for handing work between goroutines.
package queue

import (
	"errors"
	"sync"
)

// ErrClosed is returned when an item is put into a closed queue.
var ErrClosed = errors.New("queue is closed")

// Bounded is a first-in first-out queue of limited length. Unlike a channel
// it can be closed while someone puts, and it can be drained in one go.
// It is safe for concurrent use.
type Bounded[T any] struct {
	mu       sync.Mutex
	notEmpty *sync.Cond // signalled when an item arrives or the queue closes
	notFull  *sync.Cond // signalled when an item leaves or the queue closes
	items    []T
	limit    int
	closed   bool
}

// New returns an empty queue for limit items, at least one.
func New[T any](limit int) *Bounded[T] {
	q := &Bounded[T]{limit: max(limit, 1)}
	q.notEmpty = sync.NewCond(&q.mu)
	q.notFull = sync.NewCond(&q.mu)
	return q
}

// Put appends v. It waits while the queue is full.
func (q *Bounded[T]) Put(v T) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) >= q.limit && !q.closed {
		q.notFull.Wait()
	}
	if q.closed {
		return ErrClosed
	}
	q.items = append(q.items, v)
	q.notEmpty.Signal()
	return nil
}

// Take removes everything that is in the queue. It waits while the queue is
// empty, and reports false when the queue is empty and closed.
func (q *Bounded[T]) Take() ([]T, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.closed {
		q.notEmpty.Wait()
	}
	if len(q.items) == 0 {
		return nil, false // closed, and drained
	}
	items := q.items
	q.items = nil
	q.notFull.Broadcast() // there is room for everyone now
	return items, true
}

// Len returns the number of items that wait.
func (q *Bounded[T]) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.items)
}

// Close makes every further Put fail. Items in the queue can still be taken.
func (q *Bounded[T]) Close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	// Wake everybody, so that no one waits for an item that never comes.
	q.notEmpty.Broadcast()
	q.notFull.Broadcast()
}
