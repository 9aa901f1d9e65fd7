package sharedstate

import (
	"slices"
	"strings"
)

// conflict is two accesses that nothing keeps apart.
type conflict struct {
	a, b     *seen // at least one writes; a is the one to look at first
	inA, inB *thread
}

// conflicts returns the conflicts between the goroutines of the trace.
func (t *tracer) conflicts() []conflict {
	if len(t.threads) == 0 || t.spent() {
		return nil
	}
	t.connect()
	byObject := make(map[*object][]*seen)
	var objects []*object
	for _, a := range t.seen {
		if byObject[a.obj] == nil {
			objects = append(objects, a.obj)
		}
		byObject[a.obj] = append(byObject[a.obj], a)
	}
	var found []conflict
	order := &reach{graph: t.graph, sets: make(map[reachKey]set)}
	flow := &reach{graph: t.flow, sets: make(map[reachKey]set)}
	idle := t.idle()
	for _, o := range objects {
		list := byObject[o]
		for i, a := range list {
			for _, b := range list[i+1:] {
				if t.clash(a, b) && !idle.apart(a, b) && !t.moves(a) && !t.moves(b) && !order.ordered(a, b) && flow.together(a, b) &&
					!t.awaits(order, a, b) && !t.awaits(order, b, a) {
					found = append(found, newConflict(a, b))
				}
			}
		}
	}
	return found
}

// clash reports whether two accesses of different goroutines are to the same
// data, one of them a write, with nothing that keeps them apart.
func (t *tracer) clash(a, b *seen) bool {
	switch {
	case a.thread == b.thread, !a.role.writes() && !b.role.writes(), a.atomic && b.atomic:
		return false
	case a.what == hiddenMark || b.what == hiddenMark:
		return false
	case t.calledLocked && (a.thread == t.main && b.foreign || b.thread == t.main && a.foreign):
		return false
	case !within(a.path, b.path) && !within(b.path, a.path):
		return false
	case strings.Contains(a.path, channelPart) != strings.Contains(b.path, channelPart):
		return false
	}
	for _, k := range a.claims {
		if slices.Contains(b.claims, k) && k != a.key() && k != b.key() {
			return false
		}
	}
	for _, l := range a.held {
		for _, m := range b.held {
			if sameLock(l, m) && !(l.read && m.read) {
				return false
			}
		}
	}
	return true
}

// sameLock reports whether two locks may be one. Two ways to what was there before the
// trace may lead to the same object.
func sameLock(l, m lock) bool {
	if l.key() == m.key() {
		return true
	}
	unknown := l.obj.vague || m.obj.vague || l.obj.old && m.obj.old
	return unknown && l.last == m.last
}

type reachKey struct {
	node  int32
	loose bool
}

// reach remembers what can be reached from where.
type reach struct {
	graph *graph
	sets  map[reachKey]set
}

// ordered reports whether one of two accesses may be ordered before the other.
// Instances of one goroutine do not order each other by calls that nothing is
// known of.
func (r *reach) ordered(a, b *seen) bool {
	siblings := siblings(a.thread, b.thread)
	return r.from(a.node, !siblings).has(b.node) || r.from(b.node, !siblings).has(a.node)
}

// together reports whether one execution can have both accesses: what their last
// common goroutine does for the one is not on another branch than what it does for
// the other.
func (r *reach) together(a, b *seen) bool {
	m, n := meet(a, b)
	return r.from(m, false).has(n) || r.from(n, false).has(m)
}

// meet returns the nodes of the last common goroutine: of the access itself, or of the
// start that leads to it.
func meet(a, b *seen) (int32, int32) {
	for x, m := a.thread, a.node; x != nil; x, m = x.parent, x.from {
		for y, n := b.thread, b.node; y != nil; y, n = y.parent, y.from {
			if x == y {
				return m, n
			}
		}
	}
	return a.node, b.node
}

// siblings reports whether one statement started both goroutines.
func siblings(a, b *thread) bool {
	return a.start != nil && b.start != nil && a.start.node == b.start.node
}

func (c conflict) siblings() bool { return siblings(c.inA, c.inB) }

func (r *reach) from(n int32, loose bool) set {
	k := reachKey{n, loose}
	s, ok := r.sets[k]
	if !ok {
		s = r.graph.after(n, loose)
		r.sets[k] = s
	}
	return s
}

// newConflict puts the access first that is more likely the mistake: one that
// is not atomic, holds no lock at all, is a write.
func newConflict(a, b *seen) conflict {
	if blame(b) > blame(a) {
		a, b = b, a
	}
	return conflict{a, b, a.thread, b.thread}
}

func blame(s *seen) int {
	n := 0
	if len(s.held) == 0 {
		n += 2
	}
	if s.role.writes() {
		n++
	}
	if !s.atomic {
		n += 4
	}
	return n
}

// moves reports whether something on the way to the accessed variable is given another
// value by others meanwhile, so that the way may lead elsewhere.
func (t *tracer) moves(a *seen) bool {
	if a.moved != unknownYet {
		return a.moved == moving
	}
	a.moved = steady
	for _, l := range a.via {
		for _, w := range t.writes()[l.obj] {
			if (within(w.path, l.path) || within(l.path, w.path)) && !t.preceded(w, a) {
				a.moved = moving
			}
		}
	}
	return a.moved == moving
}

// steadiness says whether the way to a variable may change.
type steadiness uint8

const (
	unknownYet steadiness = iota
	steady
	moving
)

// writes returns the accesses that write, by object.
func (t *tracer) writes() map[*object][]*seen {
	if t.written == nil {
		t.written = make(map[*object][]*seen)
		for _, w := range t.seen {
			if w.role.writes() {
				t.written[w.obj] = append(t.written[w.obj], w)
			}
		}
	}
	return t.written
}

// preceded reports whether the write took place before the access, in its own
// goroutine or before that was started: the trace has seen it in order.
func (t *tracer) preceded(w, a *seen) bool { return t.precededAt(w, a.node, a.thread) }

// precededAt reports the same for a point in a goroutine.
func (t *tracer) precededAt(w *seen, until int32, th *thread) bool {
	for ; th != nil; th = th.parent {
		if w.thread == th {
			return w.node < until
		}
		until = th.first
	}
	return false
}
