package yieldpoint

import (
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// Undecided reports whether the types behind it alone say what a call of the
// interface method fn does: the catalog is silent, no directive stands at the method,
// its signature tells nothing, no convention makes it harmless, and the flag
// -yieldpoint.interfaces asks for implementations. fn is of this package or of one
// that it imports.
func (r *Result) Undecided(fn *types.Func) bool { return r.undecided(fn) }

func (s *state) undecided(fn *types.Func) bool {
	if policy() < ImplementedInterfaces || s.catalogued(fn.Pkg()) || takesContext(fn.Signature()) || innocentMethod(fn) || isLogger(fn) {
		return false
	}
	if _, ok := s.assumedCall(fn.Origin(), catalog.FuncName(fn)); ok {
		return false
	}
	_, listed := catalog.Lookup(fn)
	return !listed
}
