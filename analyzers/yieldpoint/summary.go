package yieldpoint

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

func unresolvedParam(u use) callable {
	return unresolved(catalog.Dyn, "function value "+u.param.Name())
}

// unknownMethod resolves a method of a parameter by the parameter's type.
func (s *state) unknownMethod(u use) callable {
	t := u.param.Type()
	if slice, ok := t.Underlying().(*types.Slice); ok {
		t = slice.Elem()
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, s.pass.Pkg, u.method)
	fn, ok := obj.(*types.Func)
	if !ok {
		return callable{}
	}
	return s.anyMethod(fn)
}

// pos is where the node begins; only nodes with parameters are asked.
func (n *node) pos() token.Pos {
	if n.lit != nil {
		return n.lit.Pos()
	}
	return n.decl.Pos()
}

// summarize turns a node's outcome into its summary.
func (s *state) summarize(n *node) *Summary {
	s.computing = n
	out := outcome{yields: slices.Clone(n.out.yields)}
	sum := &Summary{Spawns: n.out.spawns, Returns: s.returnsName(n), Given: s.givenKinds(n), Assumed: n.assumed != nil}
	for _, u := range n.out.sortedUses() {
		p := s.params[u.param]
		if p.node != n || p.index == catalog.Receiver {
			s.assume(&out, u, s.place(n.pos()))
			continue
		}
		sum.Params = append(sum.Params, p.index)
		if u.method != "" {
			sum.Methods = append(sum.Methods, ParamMethod{p.index, u.method})
		}
	}
	slices.Sort(sum.Params)
	sum.Params = slices.Compact(sum.Params)
	slices.SortFunc(sum.Methods, func(a, b ParamMethod) int {
		return cmp.Or(cmp.Compare(a.Param, b.Param), strings.Compare(a.Method, b.Method))
	})
	sum.Yields = out.witnesses()
	return sum
}

func (s *state) summarizeAll() {
	s.summaries = make(map[string]*Summary, len(s.nodes))
	for _, n := range s.nodes {
		n.summary = s.summarize(n)
		s.summaries[n.name] = n.summary
	}
}

// effectsOfAll returns the effect of every call, and of every range over a function.
func (s *state) effectsOfAll() map[ast.Node]Effect {
	all := make(map[ast.Node]Effect, len(s.calls))
	for x := range s.calls {
		all[x] = s.effect(x)
	}
	return all
}

// empty reports whether s says nothing.
func (s *Summary) empty() bool {
	return !s.Assumed && len(s.Yields) == 0 && len(s.Params) == 0 && !s.Spawns && s.Returns == ""
}

// effect returns what one call, or one range over a function, may do, with unknown parameters assumed to be
// anything of their type.
func (s *state) effect(x ast.Node) Effect {
	c := s.calls[x]
	if c == nil {
		return Effect{}
	}
	var e Effect
	if x, ok := x.(*ast.CallExpr); ok {
		e.Callee = s.staticCallee(x)
	}
	if c.apart {
		return e
	}
	var out outcome
	s.computing = c.node
	what, at := s.callSite(c)
	s.run(&out, what, at)
	for _, u := range out.sortedUses() {
		s.assumeAny(&out, u, c.at)
	}
	e.Yields = out.witnesses()
	return e
}
