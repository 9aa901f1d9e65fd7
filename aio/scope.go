package aio

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

// scope owns the tasks that were started below one Run. Tasks that were started below Enter have none.
type scope struct {
	crew  crew
	main  context.Context // the context part that the main task begins with
	outer bool            // something outside may cancel it

	closed atomic.Bool

	mu     sync.Mutex
	failed []*failure // completed with an error; those that nobody has seen are reported by Run
	limit  int        // of failed before the seen ones are dropped
}

// failure is the error of a task until somebody has seen it.
type failure struct {
	f   *future
	err error
}

// open returns the scope for a new task: none when the Run has returned already.
func (s *scope) open() *scope {
	if s == nil || s.closed.Load() {
		return nil
	}
	return s
}

func (s *scope) add() {
	if s != nil {
		s.crew.add(1)
	}
}

func (s *scope) leave() {
	if s != nil {
		s.crew.leave()
	}
}

func (s *scope) is(c *crew) bool { return s != nil && &s.crew == c }

// fail records the error of a task that ended.
func (s *scope) fail(f *future, err error) {
	if s == nil {
		f.guardError(f.by, err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.failed) >= s.limit {
		s.drop()
		s.limit = 2*len(s.failed) + 16
	}
	s.failed = append(s.failed, &failure{f, err})
}

// drop forgets the failures that were seen; s.mu is held.
func (s *scope) drop() {
	kept := s.failed[:0]
	for _, f := range s.failed {
		if !f.f.seen.Load() {
			kept = append(kept, f)
		}
	}
	clear(s.failed[len(kept):])
	s.failed = kept
}

// close cancels and joins what is left, and returns the errors that nobody has seen.
func (s *scope) close(t *task) []error {
	t.loop.cancelTasks(s)
	s.crew.await(t)
	s.closed.Store(true)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop()
	var errs []error
	for _, f := range s.failed {
		if f.f.seen.CompareAndSwap(false, true) && !isCancellation(f.err) {
			errs = append(errs, f.report())
		}
	}
	s.failed = nil
	return errs
}

// cancelTasks cancels the tasks of s that can be.
func (l *loop) cancelTasks(s *scope) {
	l.mu.Lock()
	var own []*ownContext
	for t := l.tasks; t != nil; t = t.older {
		if t.co.s == s && t.owns {
			own = append(own, t.near)
		}
	}
	l.mu.Unlock()
	for _, o := range own {
		o.cancel(ErrCanceled)
	}
}

// isCancellation reports whether err only says that somebody wanted the task to end.
func isCancellation(err error) bool {
	return errors.Is(err, context.Canceled)
}
