package yieldpoint

import (
	"go/ast"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// runWrapped adds what a method does that passes on to what its receiver was
// made from, as json.Encoder.Encode writes to the writer of json.NewEncoder.
// Where the receiver's origin is not in sight the target is unknown.
func (s *state) runWrapped(o *outcome, t target, at site) {
	made, entry := s.maker(at.recv, maxResolve)
	if made == nil {
		o.add(primitiveFound(catalog.IO, false, t.name, at.at))
		return
	}
	fn := s.staticCallee(made)
	maker := target{name: catalog.FuncName(fn), sig: fn.Signature(), hard: t.hard}
	inner := site{at: at.at, args: made.Args, spread: made.Ellipsis.IsValid(), known: true, depth: at.depth}
	for _, i := range entry.Wraps {
		for _, m := range interfaceMethods(maker.sig, i) {
			s.runArgs(o, maker, i, m, inner)
		}
	}
}

// maker returns the call of a catalogued constructor that the value of x comes
// from, or nil.
func (s *state) maker(x ast.Expr, fuel int) (*ast.CallExpr, catalog.Entry) {
	if x == nil || fuel == 0 {
		return nil, catalog.Entry{}
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.CallExpr:
		if fn := s.staticCallee(x); fn != nil {
			if e, ok := catalog.Lookup(fn); ok && len(e.Wraps) > 0 {
				return x, e
			}
		}
	case *ast.Ident:
		if v := s.variable(x); v != nil {
			if b, ok := s.bound(v); ok && !b.element {
				return s.maker(b.value, fuel-1)
			}
		}
	}
	return nil, catalog.Entry{}
}
