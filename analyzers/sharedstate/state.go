package sharedstate

import "slices"

// state is where a goroutine stands on one path through its code.
type state struct {
	at    []int32 // the last nodes of the graph
	held  []lock
	store *store
	// claims are the variables that were set after a condition had asked for them: of
	// several goroutines that do so only one goes on.
	claims []key
	// changes are those without which the path would not go on.
	changes []*change
	// foreign is true when the goroutine has waited for what was there before the trace began.
	foreign bool
	// hidden is true when something unknown may protect what follows.
	hidden bool
	// assumed are the conditions by which called functions got here.
	assumed *assumption
	// sections are the critical sections that the path is in.
	sections []*section
}

// lock is a lock that is held.
type lock struct {
	loc
	read bool
}

// section is the time for which a goroutine holds a lock.
type section struct {
	lock   key
	thread *thread
	ends   []int32
	wrote  map[key]bool
	asked  map[key][]int32 // the nodes at which a condition reads the variable
}

func newState() *state { return &state{store: newStore()} }

// clone returns a second state for another path from here. The slices are copied
// when they grow.
func (s *state) clone() *state {
	c := *s
	c.store = s.store.fork()
	s.at = slices.Clip(s.at)
	s.held, s.sections, s.claims = slices.Clip(s.held), slices.Clip(s.sections), slices.Clip(s.claims)
	c.at = slices.Clone(s.at)
	c.held, c.sections, c.claims = s.held, s.sections, s.claims
	return &c
}

// claim notes that the path has set a variable for which it had asked.
func (s *state) claim(k key) {
	if !slices.Contains(s.claims, k) {
		s.claims = append(slices.Clip(s.claims), k)
	}
}

// unclaim notes that another path may claim the variable again.
func (s *state) unclaim(k key) {
	s.claims = slices.DeleteFunc(slices.Clone(s.claims), func(c key) bool { return c == k })
}

func cloneMap[K comparable, V any](m map[K]V) map[K]V {
	c := make(map[K]V, len(m)+4)
	for k, v := range m {
		c[k] = v
	}
	return c
}

// join returns the state after paths that come together; nil states are paths that
// do not get there.
func (t *tracer) join(paths ...*state) *state {
	var s *state
	for _, p := range paths {
		switch {
		case p == nil || p == s:
		case s == nil:
			s = p
		default:
			s = t.join2(s, p)
		}
	}
	if s != nil && len(s.at) > 3 {
		n := t.graph.add()
		for _, m := range s.at {
			t.graph.edge(m, n)
		}
		s.at = []int32{n}
	}
	return s
}

func (t *tracer) join2(s, p *state) *state {
	for _, n := range p.at {
		if !slices.Contains(s.at, n) {
			s.at = append(s.at, n)
		}
	}
	for _, l := range p.held {
		if !slices.ContainsFunc(s.held, func(m lock) bool { return m.key() == l.key() }) {
			s.held = append(slices.Clip(s.held), l)
		}
	}
	for _, sec := range p.sections {
		if !slices.Contains(s.sections, sec) {
			s.sections = append(slices.Clip(s.sections), sec)
		}
	}
	own, ofOwn := without(s.changes, p.changes)
	others, ofOthers := without(p.changes, s.changes)
	switch {
	case len(own) == 0 && len(others) > 0:
		t.merge(s.store, p.store, func(v, _ *value) *guess { return usually(v, ofOthers) })
	case len(own) > 0 && len(others) == 0:
		t.merge(s.store, p.store, func(_, w *value) *guess { return usually(w, ofOwn) })
	default:
		t.merge(s.store, p.store, func(_, _ *value) *guess { return nil })
	}
	if len(own) > 0 {
		s.changes, _ = without(s.changes, own)
	}
	for _, k := range p.claims {
		s.claim(k)
	}
	s.hidden, s.foreign = s.hidden || p.hidden, s.foreign || p.foreign
	s.assumed = s.assumed.both(p.assumed)
	return s
}

// merge gives s the values that variables may have after either path. Variables of
// calls that have returned need none. What is usual says what is to be guessed of a variable of which
// the values differ.
func (t *tracer) merge(s, p *store, usual func(v, w *value) *guess) {
	for _, id := range s.differences(p) {
		if s.names.known[id].obj.dead {
			continue
		}
		t.work++
		v, w := s.at(id), p.at(id)
		if v == nil {
			v = s.names.initially(id)
		}
		if w == nil {
			w = s.names.initially(id)
		}
		if !v.equal(w) {
			either := t.either(v, w)
			either.guess = usual(v, w)
			v = &either
		}
		s.put(id, v)
	}
}

func (t *tracer) stored(s *store, k key) value {
	id, ok := s.names.number[k]
	if !ok {
		return value{}
	}
	if v := s.at(id); v != nil {
		return *v
	}
	return *s.names.initially(id)
}

// either returns a value that is one of two, it is not known which.
func (t *tracer) either(v, w *value) value {
	for _, x := range []*value{v, w} {
		if x.to.obj != nil {
			o := t.newObject(nil)
			o.vague, o.typ = true, x.to.obj.typ
			via := append(append([]loc(nil), v.via...), w.via...)
			return value{to: loc{obj: o}, n: -1, room: -1, via: via}
		}
	}
	return t.unknown()
}
