package yieldpoint

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// returned resolves the result of a call as a function: of an iterator's
// constructor, a functional option, a middleware.
func (s *state) returned(x *ast.CallExpr, fuel int) callable {
	if made, entry := s.maker(x, 1); made != nil && len(made.Args) > entry.Wraps[0] {
		return s.follow(made.Args[entry.Wraps[0]], fuel-1) // as sync.OnceValue
	}
	if s.isLibraryCall(x) {
		return callable{}
	}
	name := "function value " + types.ExprString(x.Fun) + "()"
	fn := s.staticCallee(x)
	if fn == nil || isInterfaceMethod(fn) {
		return unresolved(catalog.Dyn, name)
	}
	if takesContext(fn.Signature()) && isRuntime(fn.Pkg().Path()) {
		name := catalog.FuncName(fn)
		return callable{targets: []target{{name: name, hard: true, kinds: catalog.SetOf(catalog.Await)}}}
	}
	if n := s.byFunc[fn.Origin()]; n != nil {
		if c, ok := s.returnedBy(n, x, fuel); ok {
			return c
		}
		return unresolved(catalog.Dyn, name)
	}
	fact := s.fact(fn.Pkg())
	if sum := fact.Find(catalog.FuncName(fn)); sum != nil && sum.Returns != "" {
		return callable{targets: []target{{name: sum.Returns, hard: true, summary: fact.Find(sum.Returns)}}}
	}
	return unresolved(catalog.Dyn, name)
}

// returnedBy resolves what the node returns; several returns are alternatives.
func (s *state) returnedBy(n *node, made *ast.CallExpr, fuel int) (callable, bool) {
	var all callable
	for _, e := range n.returns {
		if e == nil {
			return callable{}, false
		}
		c := s.follow(e, fuel-1)
		if c.param != nil {
			return callable{}, false
		}
		for _, t := range c.targets {
			if t.node != nil && t.node.lit != nil && t.made == nil {
				t.made, t.maker = made, n
			}
			all.targets = append(all.targets, t)
		}
	}
	if len(n.returns) > 1 {
		all = all.softened()
	}
	return all, len(n.returns) > 0
}

// addReturn records the operand of a return statement.
func (n *node) addReturn(x *ast.ReturnStmt) {
	switch {
	case n.sig.Results().Len() != 1:
	case len(x.Results) == 1:
		n.returns = append(n.returns, x.Results[0])
	default:
		n.returns = append(n.returns, nil)
	}
}

// returnsName names the function literal of this package that the node always
// returns, or is "".
func (s *state) returnsName(n *node) string {
	if len(n.returns) != 1 || n.returns[0] == nil {
		return ""
	}
	if lit, ok := ast.Unparen(n.returns[0]).(*ast.FuncLit); ok && s.byLit[lit] != nil {
		return s.byLit[lit].name
	}
	return ""
}

// runCaptured adds what the literal does with a parameter that it captured
// from the function that returned it.
func (s *state) runCaptured(o *outcome, t target, u use, at site) {
	inner := site{
		at: at.at, args: t.made.Args, spread: t.made.Ellipsis.IsValid(), known: true, depth: at.depth + 1,
	}
	if sel, ok := ast.Unparen(t.made.Fun).(*ast.SelectorExpr); ok {
		inner.recv = sel.X
	}
	maker := target{name: t.maker.name, sig: t.maker.sig, hard: t.hard}
	s.runArgs(o, maker, s.params[u.param].index, u.method, inner)
}
