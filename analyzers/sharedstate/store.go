package sharedstate

import "slices"

// store is what variables hold on a path. Paths that part share what they had
// before; each writes to a layer of its own.
type store struct {
	under *store
	own   map[key]value
	depth int
}

func newStore(under *store) *store {
	s := &store{under: under}
	if under != nil {
		s.depth = under.depth + 1
	}
	return s
}

func (s *store) find(k key) (value, bool) {
	for ; s != nil; s = s.under {
		if v, ok := s.own[k]; ok {
			return v, true
		}
	}
	return value{}, false
}

func (s *store) set(k key, v value) {
	if s.own == nil {
		s.own = make(map[key]value)
	}
	s.own[k] = v
}

// fork returns two stores to go on with.
func (s *store) fork() (*store, *store) {
	if len(s.own) == 0 && s.under != nil {
		return newStore(s.under), newStore(s.under)
	}
	// Layers grow downwards, so that there are few of them.
	for s.under != nil && len(s.under.own) <= 2*len(s.own) {
		own := cloneMap(s.under.own)
		for k, v := range s.own {
			own[k] = v
		}
		s = &store{under: s.under.under, own: own, depth: s.under.depth}
	}
	return newStore(s), newStore(s)
}

// differences returns the keys that two stores may not agree on, in the order of
// their objects, and what they have in common.
func (s *store) differences(o *store) ([]key, *store) {
	set := make(map[key]bool)
	a, b := s, o
	for a != b {
		if b == nil || a != nil && a.depth >= b.depth {
			for k := range a.own {
				set[k] = true
			}
			a = a.under
			continue
		}
		for k := range b.own {
			set[k] = true
		}
		b = b.under
	}
	keys := make([]key, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compareKeys)
	return keys, a
}

func compareKeys(a, b key) int {
	if a.obj != b.obj {
		return a.obj.id - b.obj.id
	}
	switch {
	case a.path < b.path:
		return -1
	case a.path > b.path:
		return 1
	}
	return 0
}
