package lockset

import (
	"go/ast"
	"go/types"
	"sort"
)

// A Lock says how a lock is held.
type Lock struct {
	// Call is the acquiring call; the first in source order if several may
	// have acquired it.
	Call *ast.CallExpr
	// Read is true when the lock is held for reading only.
	Read bool
	// Must is true when the lock is held on every path to this point.
	Must bool
	// Deferred is true when a deferred call will release the lock.
	Deferred bool
	// Awaitable is true for a lock of the aio runtime, which is made to be held
	// across a yield.
	Awaitable bool

	deps []*types.Var
}

// State is the set of locks that are held at a point. It must not be changed.
type State map[Path]Lock

// Paths returns the held locks in the source order of their acquisition.
func (s State) Paths() []Path {
	paths := make([]Path, 0, len(s))
	for p := range s {
		paths = append(paths, p)
	}
	sort.Slice(paths, func(i, j int) bool {
		a, b := paths[i], paths[j]
		if x, y := s[a].Call.Pos(), s[b].Call.Pos(); x != y {
			return x < y
		}
		if a.Root != b.Root {
			return a.Root.Pos() < b.Root.Pos()
		}
		return a.Rest < b.Rest
	})
	return paths
}

func (s State) clone() State {
	t := make(State, len(s))
	for p, l := range s {
		t[p] = l
	}
	return t
}

// merge adds the state at the end of another path into s and reports whether s
// changed. What only one of the two holds is no longer held on every path.
func (s State) merge(t State) bool {
	changed := false
	for p, b := range t {
		a, ok := s[p]
		if !ok {
			b.Must = false
			s[p] = b
			changed = true
			continue
		}
		m := a
		if b.Call.Pos() < m.Call.Pos() {
			m.Call = b.Call
		}
		m.Read = a.Read && b.Read
		m.Must = a.Must && b.Must
		m.Deferred = a.Deferred || b.Deferred
		if m.Call != a.Call || m.Read != a.Read || m.Must != a.Must || m.Deferred != a.Deferred {
			s[p] = m
			changed = true
		}
	}
	for p, a := range s {
		if _, ok := t[p]; !ok && a.Must {
			a.Must = false
			s[p] = a
			changed = true
		}
	}
	return changed
}

// forget drops the locks whose path depends on v, because v gets a new value.
func (s State) forget(v *types.Var) {
	for p, l := range s {
		for _, d := range l.deps {
			if d == v {
				delete(s, p)
			}
		}
	}
}
