package aio

import "slices"

// In a wait for any of several futures, one that can still be completed is enough to go on. A ring of tasks therefore
// proves nothing when such a wait is part of it; that every way out is blocked does. A lock whose holder has ended is not
// part of a ring either.

// blocked returns the tasks of a loop that has stopped that can never go on, if one of them waits for any of several
// futures, or for a lost lock; l.mu is held. It begins with all tasks and strikes out those that somebody may wake, until no
// more are found.
func (l *loop) blocked() map[*task]bool {
	in := map[*task]bool{}
	choice := false
	for t := l.tasks; t != nil; t = t.older {
		in[t] = true
		if t.wait.on != nil {
			h := t.wait.on.hindrance()
			choice = choice || h.any != nil || l.lost(h)
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
	if parked && t.way != byOthers && t.loop.lost(h) {
		return true
	}
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

// lost reports whether a wait is for a lock whose holder has ended. Another task might unlock it, if one still ran; l.mu is
// held.
func (l *loop) lost(h hindrance) bool {
	return h.task != nil && !h.sure && h.task.loop == l && !l.has(h.task)
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
