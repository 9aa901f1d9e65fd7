package aio

import (
	"context"
	"fmt"
	"sync"
)

// AnyFuture is a *Future of any type, for functions that look at completion and not at values.
type AnyFuture interface {
	// Done returns a channel that is closed when the future is completed.
	Done() <-chan struct{}
	// Cancel asks for the end of what completes the future; see Future.Cancel.
	Cancel(cause error) bool

	part() *future
	failure() error
}

func (f *Future[T]) part() *future { return &f.f }

// failure returns the error without having seen it. It may be called for a completed future only.
func (f *Future[T]) failure() error { return f.err }

// watcher waits for some of many futures. Each future tells it of its completion, so that a wait costs the same per
// future however many there are. It is used by one task.
type watcher struct {
	stop func(AnyFuture) bool // whether the completion of this one ends the wait; nil if it takes all of them
	n    int

	mu      sync.Mutex
	line    line    // the task that waits
	left    int     // futures that are not completed
	hit     int     // place of the future that ended the wait, or none
	watches []watch // of those that were not completed at first

	ordered bool
	order   []int // if ordered: places of the completed futures in order of completion
	taken   int   // of order
}

const none = -1

func (by *watcher) tell(w *watch, woken *leavers) {
	by.mu.Lock()
	defer by.mu.Unlock()
	by.note(w.of, w.at)
	w.told.Store(true)
	if by.satisfied() {
		if t := by.line.pop(); t != nil {
			woken.add(t)
		}
	}
}

// note takes down that a future is completed; by.mu is held, or nobody else knows by.
func (by *watcher) note(f AnyFuture, at int) {
	by.left--
	if by.ordered {
		by.order = append(by.order, at)
	}
	if by.hit == none && by.stop != nil && by.stop(f) {
		by.hit = at
	}
}

// satisfied reports whether the wait has an end; by.mu is held.
func (by *watcher) satisfied() bool {
	if by.ordered {
		return by.taken < len(by.order)
	}
	return by.left == 0 || by.hit != none
}

// watchAll begins to watch the futures. by.close ends that.
func watchAll[F AnyFuture](by *watcher, futures []F) {
	by.n, by.left, by.hit = len(futures), len(futures), none
	for i, f := range futures {
		if by.watch(f, i) && !by.ordered {
			return
		}
	}
}

// watch begins to watch one future. It reports whether the wait is over already.
func (by *watcher) watch(f AnyFuture, at int) bool {
	p := f.part()
	p.mu.Lock()
	defer p.mu.Unlock()
	by.mu.Lock()
	defer by.mu.Unlock()
	if p.done.Load() {
		by.note(f, at)
		return by.satisfied()
	}
	if by.watches == nil {
		by.watches = make([]watch, 0, by.n-at) // never grows: the futures point into it
	}
	by.watches = by.watches[:len(by.watches)+1]
	w := &by.watches[len(by.watches)-1]
	w.by, w.of, w.at = by, f, at
	p.watches.push(w)
	return by.satisfied()
}

// await waits once for the end of the wait, and stops watching.
func (by *watcher) await(co Context) error {
	err := by.wait(co)
	by.close()
	if by.satisfied() && !isDeadlock(err) {
		return nil // it may have come about meanwhile
	}
	return err
}

// close stops watching, so that the futures do not keep by in memory. Nobody changes by any more afterwards, and those
// futures that told of their completion are completed for everybody: they tell first.
func (by *watcher) close() {
	for i := range by.watches {
		w := &by.watches[i]
		p := w.of.part()
		if p.done.Load() {
			continue
		}
		p.mu.Lock()
		if !w.told.Load() {
			p.watches.remove(w)
		}
		p.mu.Unlock()
	}
}

// settle returns when everybody sees the completion that f has told its watchers of.
func (f *future) settle() {
	if !f.done.Load() {
		f.mu.Lock()
		defer f.mu.Unlock() // whoever completes f holds the lock from telling on
	}
}

// wait waits for the end of the wait, which wins over a cancellation of co. With a nil error it was reached.
func (by *watcher) wait(co Context) error {
	by.mu.Lock()
	if by.satisfied() {
		by.mu.Unlock()
		return nil
	}
	if co.Err() != nil {
		by.mu.Unlock()
		return context.Cause(co)
	}
	t := co.self().t
	t.join(&by.line)
	by.mu.Unlock()
	switch t.park(by, &by.mu, &by.line, co) {
	case interrupted:
		by.mu.Lock()
		defer by.mu.Unlock()
		if !by.satisfied() {
			return context.Cause(co)
		}
	case deadlocked:
		return t.takeDead()
	}
	return nil
}

// hindrance names a task that must end in any case, or says that one of several must.
func (by *watcher) hindrance() hindrance {
	h := hindrance{sure: true}
	n := 0
	for t := range by.pending {
		n++
		if t == nil {
			h.outside = true
		} else if h.task == nil {
			h.task = t
		}
	}
	switch {
	case n > 1 && by.any() && h.outside:
		return hindrance{outside: true}
	case n > 1 && by.any():
		return hindrance{any: by}
	case h.task != nil:
		h.outside = false
	}
	return h
}

// any reports whether one future may end the wait.
func (by *watcher) any() bool { return by.ordered || by.stop != nil }

func (by *watcher) waiting() string {
	if by.any() {
		return fmt.Sprintf("one or more of %d futures", by.n)
	}
	return fmt.Sprintf("%d futures", by.n)
}
