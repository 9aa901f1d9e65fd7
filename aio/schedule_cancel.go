package aio

import "slices"

// leaveInTurn is how a task of a loop with a Schedule ends a wait whose Context was cancelled. It does not leave its line
// at once, because the task that has its turn may be about to wake it, and who is first would be chance. It leaves when
// that turn is over, unless it was woken. It reports false when the loop has no Schedule any more; nothing was done then.
func (t *task) leaveInTurn() (left, ok bool) {
	l := t.loop
	l.mu.Lock()
	s := l.sched
	if s == nil || t.away {
		l.mu.Unlock()
		return false, false
	}
	s.cancelled = append(s.cancelled, t)
	if l.holder == nil {
		s.kick()
	}
	l.mu.Unlock()
	<-t.sem
	l.mu.Lock()
	left = s.cut[t]
	delete(s.cut, t)
	// When t had its turn already, nobody has looked at the list since; its next wait must not be ended by this entry.
	s.cancelled = slices.DeleteFunc(s.cancelled, func(c *task) bool { return c == t })
	l.mu.Unlock()
	return left, true
}

// interrupt takes the cancelled tasks out of their lines, and makes them ready, unless they were woken; l.mu is held.
func (s *scheduler) interrupt(l *loop) {
	slices.SortFunc(s.cancelled, byID)
	for _, t := range s.cancelled {
		if t.wait.on == nil {
			continue
		}
		mu := t.wait.mu
		mu.Lock()
		parked := t.line.in != nil
		if parked {
			t.line.in.remove(&t.line)
		}
		mu.Unlock()
		if parked {
			t.clearWait()
			s.cut[t] = true
			l.ready.push(t)
		}
	}
	s.cancelled = s.cancelled[:0]
}
