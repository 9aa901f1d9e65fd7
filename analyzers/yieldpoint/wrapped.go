package yieldpoint

import (
	"go/ast"
	"go/types"

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
// json.NewEncoder. Of several sources none is certain, unless all wait alike. Where one
// is not in sight the target is unknown, too.
func (s *state) runWrapped(o *outcome, t target, x ast.Expr, at site) {
	if x == nil || at.depth >= maxDepth {
		o.add(primitiveFound(catalog.IO, false, t.name, at.at))
		return
	}
	list, known := s.sources(x)
	if !known {
		o.add(primitiveFound(catalog.IO, false, t.name, at.at))
	}
	if known && len(list) == 1 {
		s.runSource(o, t, list[0], at)
		return
	}
	var each []outcome
	for _, src := range list {
		var out outcome
		s.runSource(&out, t, src, at)
		each = append(each, out)
	}
	for i, out := range each {
		for u := range out.uses {
			o.use(u)
		}
		for _, f := range out.yields {
			f.Seen = f.Hard && s.concerns(list[i].call, x) || f.Seen
			f.Hard = f.Hard && known && allHard(each, f.Kind)
			f.Seen = f.Seen && !f.Hard
			o.add(f)
		}
	}
}

func allHard(list []outcome, kind catalog.Kind) bool {
	for _, o := range list {
		if !(&Summary{Yields: o.witnesses()}).Kinds(true).Has(kind) {
			return false
		}
	}
	return true
}

// runSource adds what it takes to read from or write to one source of a wrapper.
func (s *state) runSource(o *outcome, t target, src source, at site) {
	maker := target{name: catalog.FuncName(src.fn), sig: src.fn.Signature(), hard: t.hard, seen: t.seen}
	inner := site{at: at.at, args: src.call.Args, spread: src.call.Ellipsis.IsValid(), known: true, depth: at.depth + 1}
	for _, i := range src.wraps {
		s.runStream(o, maker, i, inner)
	}
}

// source is a call that gives a wrapper what it passes on to: that of its constructor,
// or of its method Reset.
type source struct {
	call  *ast.CallExpr
	fn    *types.Func
	wraps []int
}

// sourced is what is known of a wrapper's sources while they are collected.
type sourced struct {
	s     *state
	list  []source
	known bool
	seen  map[*types.Var]bool
}

// sources returns the calls that say what the wrapper x passes on to, whenever they
// run; known is false if there may be more.
func (s *state) sources(x ast.Expr) (list []source, known bool) {
	c := sourced{s: s, known: true, seen: make(map[*types.Var]bool)}
	c.value(x, maxResolve)
	return c.list, c.known && len(c.list) <= maxValues
}

func (c *sourced) value(x ast.Expr, fuel int) {
	s := c.s
	x = ast.Unparen(x)
	if tv := s.info.Types[x]; tv.IsNil() {
		return
	}
	if call, ok := x.(*ast.CallExpr); ok {
		if made, entry := s.maker(call, 1); made != nil {
			c.made(source{made, s.staticCallee(made), entry.Wraps})
			return
		}
		if n := s.calledNode(call); n != nil && fuel > 0 && len(n.returns) > 0 {
			for _, e := range n.returns {
				if e == nil {
					c.known = false
				} else {
					c.value(e, fuel-1)
				}
			}
			return
		}
	}
	if v := s.variable(x); v != nil && fuel > 0 {
		c.variable(v.Origin(), fuel)
		return
	}
	c.known = false
}

// made adds a source, unless it is given nil: reading from that is no wait.
func (c *sourced) made(src source) {
	for _, i := range src.wraps {
		if i >= len(src.call.Args) || !c.s.info.Types[src.call.Args[i]].IsNil() {
			c.list = append(c.list, src)
			return
		}
	}
}

// variable adds the sources of what the package gives to a variable or field, and of
// every Reset of it.
func (c *sourced) variable(v *types.Var, fuel int) {
	if c.seen[v] {
		return
	}
	c.seen[v] = true
	s := c.s
	for _, src := range s.resets[v] {
		c.made(src)
	}
	_, isParam := s.params[v]
	if !isParam && len(s.bindings[v]) == 0 && len(s.resets[v]) == 0 {
		c.known = false // nothing says how it came by its value
	}
	if v.Pkg() != s.pass.Pkg || v.Exported() && (v.IsField() || v.Parent() == s.pass.Pkg.Scope()) {
		c.known = false // another package may assign to it
	}
	if isParam {
		c.known = c.known && s.isClosed(v)
		for _, arg := range s.given[v] {
			c.value(arg, fuel-1)
		}
	}
	for _, b := range s.bindings[v] {
		switch {
		case b.value == nil, b.part == element:
			c.known = false
		case b.part == whole, wrapperType(v.Type()):
			// The first of several results, as of gzip.NewReader; an error is not asked.
			c.value(b.value, fuel-1)
		}
	}
}

// calledNode returns the function of this package that a call names, or nil.
func (s *state) calledNode(x *ast.CallExpr) *node {
	if fn := s.staticCallee(x); fn != nil {
		return s.byFunc[fn.Origin()]
	}
	return nil
}

// wrapperType reports whether t is a pointer to a type of the standard library, as all
// wrappers are.
func wrapperType(t types.Type) bool {
	p, ok := t.Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := types.Unalias(p.Elem()).(*types.Named)
	return ok && named.Obj().Pkg() != nil && catalog.Std(named.Obj().Pkg().Path())
}

// reset records a call of the method Reset that gives a wrapper of the standard
// library another stream.
func (s *state) reset(x *ast.CallExpr) {
	sel, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Reset" || len(x.Args) == 0 {
		return
	}
	fn := s.staticCallee(x)
	v := s.variable(sel.X)
	if fn == nil || v == nil || !s.catalogued(fn.Pkg()) || interfaceMethods(fn.Signature(), 0) == nil {
		return
	}
	v = v.Origin()
	s.resets[v] = append(s.resets[v], source{x, fn, []int{0}})
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
