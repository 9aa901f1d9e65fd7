package yieldpoint

import "github.com/asyncport/asyncport/analyzers/catalog"

// maxChain bounds a chain against facts of different versions that point at
// each other.
const maxChain = 1000

// Chain returns the shortest witness chain of the function named fn for one
// kind, from its first hop to the primitive. find gives the summary of a
// function by name, nil if it is unknown; the chain then ends early. Chain
// returns nil when fn has no yield of that kind.
func Chain(find func(name string) *Summary, fn string, kind catalog.Kind) []Hop {
	var hops []Hop
	for len(hops) < maxChain {
		w := find(fn).Witness(kind)
		if w == nil {
			break
		}
		hops = append(hops, w.Hop)
		if w.Hop.Callee == "" {
			break
		}
		fn = w.Hop.Callee
	}
	return hops
}

// Witness returns the witness of that kind, or nil. s may be nil.
func (s *Summary) Witness(kind catalog.Kind) *Witness {
	if s == nil {
		return nil
	}
	for i := range s.Yields {
		if s.Yields[i].Kind == kind {
			return &s.Yields[i]
		}
	}
	return nil
}
