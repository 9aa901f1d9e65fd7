package yieldpoint

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// collectGiven records for every parameter of function or interface type what
// the calls of this package hand to it. That is no proof of what the parameter is,
// other packages and calls through interfaces may hand over something else, but it says
// what it may be: a goroutine that runs the function it was started with is known to wait
// for what that function waits for.
func (s *state) collectGiven() {
	for _, n := range s.nodes {
		for _, c := range n.calls {
			what, at := s.callSite(c)
			for _, t := range what.targets {
				if t.node != nil && at.known {
					s.giveAll(t.node.sig, at)
				}
			}
		}
	}
}

func (s *state) giveAll(sig *types.Signature, at site) {
	params := sig.Params()
	for i, arg := range at.args {
		p := min(i, params.Len()-1)
		if p < 0 || i > p && !sig.Variadic() {
			return // one call that gives all arguments
		}
		s.give(params.At(p), arg)
	}
}

func (s *state) give(v *types.Var, arg ast.Expr) {
	if _, named := s.params[v]; named && (callableType(v.Type()) || wrapperType(v.Type())) {
		s.given[v] = append(s.given[v], arg)
	}
}

// callableType reports whether values of type t, or the elements of it, can be
// called or have methods that nobody knows.
func callableType(t types.Type) bool {
	if slice, ok := t.Underlying().(*types.Slice); ok {
		t = slice.Elem()
	}
	switch t.Underlying().(type) {
	case *types.Signature, *types.Interface:
		return true
	}
	return false
}

// runGiven adds what a use of a parameter does if the parameter is what some
// call of this package hands to it.
func (s *state) runGiven(o *outcome, u use, at place) {
	if len(s.given[u.param]) == 0 {
		return
	}
	for _, f := range s.read(s.givenNode(u)).yields {
		f.at, f.Hop.Pos = at, at.text
		o.add(f)
	}
}

// givenNode returns the node that stands for all that a parameter may be: what
// one is handed may be another one, in a circle, too.
func (s *state) givenNode(u use) *node {
	n := s.givenNodes[u]
	if n == nil {
		n = &node{given: &u}
		s.givenNodes[u] = n
		s.enqueue(n)
		s.drain()
	}
	return n
}

// computeGiven is compute for such a node.
func (s *state) computeGiven(u use) outcome {
	var out outcome
	for _, arg := range s.given[u.param] {
		var c callable
		if u.method == "" {
			c = s.funcValue(arg)
		} else {
			c = s.methodOn(arg, u.method, maxResolve)
		}
		s.run(&out, c.softened(), site{at: s.place(arg.Pos()), recv: arg})
	}
	return out
}

// isClosed reports whether every call of the parameter's function is in sight:
// there are some, it is not exported, no method, and nothing else is done with it.
func (s *state) isClosed(v *types.Var) bool {
	n := s.params[v].node
	return len(s.given[v]) > 0 && n != nil && n.fn != nil && !n.fn.Exported() && n.sig.Recv() == nil && !s.escaping[n.fn]
}

// collectEscaping records the functions of the package that are used otherwise
// than by calling them.
func (s *state) collectEscaping() {
	called := make(map[*ast.Ident]bool)
	for _, n := range s.nodes {
		for _, c := range n.calls {
			if id, ok := calledName(c.fun).(*ast.Ident); ok {
				called[id] = true
			}
		}
	}
	for id, obj := range s.info.Uses {
		if fn, ok := obj.(*types.Func); ok && !called[id] {
			s.escaping[fn.Origin()] = true
		}
	}
}

// calledName strips parentheses and type arguments.
func calledName(x ast.Expr) ast.Expr {
	switch y := ast.Unparen(x).(type) {
	case *ast.IndexExpr:
		return ast.Unparen(y.X)
	case *ast.IndexListExpr:
		return ast.Unparen(y.X)
	default:
		return y
	}
}

// givenKinds returns the kinds that the node may yield in through its own
// parameters, as far as this package can tell.
func (s *state) givenKinds(n *node) catalog.Set {
	var out outcome
	s.computing = n
	for _, u := range n.out.sortedUses() {
		if s.params[u.param].node == n {
			s.assume(&out, u, s.place(n.pos()))
		}
	}
	return (&Summary{Yields: out.witnesses()}).Kinds(false)
}
