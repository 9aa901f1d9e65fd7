package yieldpoint

import (
	"go/ast"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// runStream adds what a catalogued function does with its parameter index, or
// with its receiver: call the methods of an interface, or pass on to what a
// wrapper such as *bufio.Reader was made from.
func (s *state) runStream(o *outcome, t target, index int, at site) {
	if index == catalog.Receiver {
		s.runWrapped(o, t, at.recv, at)
		return
	}
	methods := interfaceMethods(t.sig, index)
	for _, m := range methods {
		s.runArgs(o, t, index, m, at)
	}
	if methods == nil && index < len(at.args) {
		s.runWrapped(o, t, at.args[index], at)
	}
}

// runWrapped adds what it takes to read from or write to x, a value that passes
// on to what it was made from, as a json.Encoder writes to the writer given to
// json.NewEncoder. Where the origin of x is not in sight the target is unknown.
func (s *state) runWrapped(o *outcome, t target, x ast.Expr, at site) {
	made, entry := s.maker(x, maxResolve)
	if made == nil || at.depth >= maxDepth {
		o.add(primitiveFound(catalog.IO, false, t.name, at.at))
		return
	}
	fn := s.staticCallee(made)
	maker := target{name: catalog.FuncName(fn), sig: fn.Signature(), hard: t.hard}
	inner := site{at: at.at, args: made.Args, spread: made.Ellipsis.IsValid(), known: true, depth: at.depth + 1}
	for _, i := range entry.Wraps {
		s.runStream(o, maker, i, inner)
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
	case *ast.Ident, *ast.SelectorExpr:
		if v := s.variable(x); v != nil {
			if value, ok := s.only(v); ok {
				return s.maker(value, fuel-1)
			}
			// The first of several results, as of gzip.NewReader; an error is not asked
			// for its maker.
			if list := s.values(v); len(list) == 1 && list[0].part == result {
				return s.maker(list[0].value, fuel-1)
			}
		}
	}
	return nil, catalog.Entry{}
}
