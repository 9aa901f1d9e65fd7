package aio

import "slices"

// In a wait for any of several futures, one that can still be completed is enough to go on. A ring of tasks therefore
// proves nothing when such a wait is part of it; that every way out is blocked does.

// blocked returns the tasks of a loop that has stopped that can never go on, if one of them waits for any of several
// futures; l.mu is held. It begins with all tasks and strikes out those that somebody may wake, until no more are found.
func (l *loop) blocked() map[*task]bool {
	in := map[*task]bool{}
	choice := false
	for t := l.tasks; t != nil; t = t.older {
		in[t] = true
		if t.wait.on != nil && t.wait.on.hindrance().any != nil {
			choice = true
		}
	}
	for shrunk := choice; shrunk; {
		shrunk = false
		for t := l.tasks; t != nil; t = t.older {
			if in[t] && !t.blockedBy(in) {
				delete(in, t)
				shrunk = true
			}
		}
	}
	if !choice {
		return nil
	}
	return in
}

// blockedBy reports whether t waits, and cannot go on unless one of those in the set does; loop.mu is held.
func (t *task) blockedBy(in map[*task]bool) bool {
	h, parked := t.hindered()
	if h.any == nil || !parked || t.way == byOthers {
		return slices.ContainsFunc(t.blockers(true), func(b *task) bool { return in[b] })
	}
	for b := range h.any.pending {
		if !in[b] {
			return false
		}
	}
	return true
}

// pending yields the tasks whose futures are not completed.
func (by *watcher) pending(yield func(*task) bool) {
	for i := range by.watches {
		w := &by.watches[i]
		if !w.told.Load() && !yield(w.of.part().by) {
			return
		}
	}
}
