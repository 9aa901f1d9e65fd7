package aio

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// ErrBroken is the error of Barrier.Wait when the barrier was aborted, or reset while the task waited.
var ErrBroken = errors.New("aio: barrier is broken")

// Barrier lets a fixed number of tasks wait for each other, again and again. It is made by NewBarrier and must not be
// copied. All methods may be called by any number of tasks and goroutines.
type Barrier struct {
	size int

	mu     sync.Mutex
	atMost int // tasks in line; those that were cancelled may be counted
	broken bool
	line   line
}

// NewBarrier returns a barrier for n tasks. It panics when n is less than 1.
func NewBarrier(n int) *Barrier {
	if n < 1 {
		panic(fmt.Sprintf("aio: NewBarrier called with %d, want at least 1", n))
	}
	return &Barrier{size: n}
}

// Wait waits until as many tasks have come as the barrier is for. Then all go on, and the barrier is ready for the next
// round. index is different for each task of a round: 0 for the one that waited longest, up to the number of tasks less
// one for the one that came last and did not wait.
//
// When co is cancelled first, Wait returns the cause, and the barrier needs somebody else instead; the others wait on. A
// round that is complete wins over a cancellation that comes later. Wait returns ErrBroken when the barrier is broken
// already or gets so. With an error, index is 0.
func (b *Barrier) Wait(co Context) (index int, err error) {
	t := co.self().t
	t.maybePause()
	if co.Err() != nil {
		return 0, context.Cause(co)
	}
	b.mu.Lock()
	if b.broken {
		b.mu.Unlock()
		return 0, ErrBroken
	}
	if b.atMost == b.size-1 && b.count() == b.size-1 {
		first := b.open()
		b.mu.Unlock()
		wakeAll(first)
		return b.size - 1, nil
	}
	b.atMost++
	t.line.slot = broke
	t.join(&b.line)
	b.mu.Unlock()
	switch t.park(b, &b.mu, &b.line, co) {
	case interrupted:
		return 0, context.Cause(co)
	case deadlocked:
		return 0, t.takeDead()
	}
	if index = t.line.slot.(int); index == broke {
		return 0, ErrBroken
	}
	return index, nil
}

// broke is the index of a task whose round was not completed.
const broke = -1

// count counts the tasks in line; b.mu is held. A cancelled task leaves the line without saying so, and the barrier must
// not open for it; but to count at every Wait would make a round quadratic.
func (b *Barrier) count() int {
	b.atMost = 0
	for w := b.line.head; w != nil; w = w.next {
		b.atMost++
	}
	return b.atMost
}

// open ends a round and gives everybody an index; b.mu is held. The caller wakes those it returns.
func (b *Barrier) open() *waiter {
	index := 0
	for w := b.line.head; w != nil; w = w.next {
		w.slot = index
		index++
	}
	b.atMost = 0
	return b.line.popAll()
}

// Abort breaks the barrier: those who wait get ErrBroken, and so do all who come, until Reset.
func (b *Barrier) Abort() { b.breakUp(true) }

// Reset makes the barrier as good as new. Those who wait get ErrBroken.
func (b *Barrier) Reset() { b.breakUp(false) }

func (b *Barrier) breakUp(broken bool) {
	b.mu.Lock()
	b.broken = broken
	b.atMost = 0
	first := b.line.popAll()
	b.mu.Unlock()
	wakeAll(first)
}

// Waiting returns the number of tasks that wait now.
func (b *Barrier) Waiting() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.count()
}

// Any task may come next, so nothing is known of who ends the wait.
func (b *Barrier) hindrance() hindrance { return hindrance{} }
func (b *Barrier) waiting() string      { return "the others at a Barrier" }
