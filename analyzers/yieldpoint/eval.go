package yieldpoint

import (
	"go/ast"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// site is the call that a callable is evaluated for.
type site struct {
	at     place
	recv   ast.Expr // nil if unknown
	args   []ast.Expr
	spread bool
	known  bool // false for a callback: somebody else supplies the arguments
	depth  int  // how far the evaluation went through arguments
}

// maxDepth bounds the evaluation of arguments of arguments; a value can be
// wrapped in itself.
const maxDepth = 4

// callSite resolves the call once and returns where and with what it happens.
func (s *state) callSite(c *call) (callable, site) {
	if !c.resolved {
		c.resolved = true
		c.what = s.funcValue(c.fun)
	}
	at := site{at: c.at, args: c.args, spread: c.spread, known: true}
	if _, ok := c.expr.(*ast.RangeStmt); ok {
		at.known = false // the loop's body is the argument, and is part of this node
	}
	if sel, ok := ast.Unparen(c.fun).(*ast.SelectorExpr); ok && s.info.Selections[sel] != nil {
		at.recv = sel.X
	}
	if c.what.shift == 1 && len(c.args) > 0 {
		at.recv, at.args = c.args[0], c.args[1:]
	}
	return c.what, at
}

// run adds to o what calling c at the site may lead to.
func (s *state) run(o *outcome, c callable, at site) {
	if c.param != nil {
		s.use(o, use{c.param, c.method}, at.at)
	}
	for _, t := range c.targets {
		s.runTarget(o, t, at)
	}
}

// use records that a parameter is called. In a function that the parameter does
// not belong to, which got hold of it through a field or a returned literal, nobody
// can say what it is.
func (s *state) use(o *outcome, u use, at place) {
	if s.computing.within(s.params[u.param].node) {
		o.use(u)
	} else {
		s.assume(o, u, at)
	}
}

func (s *state) runTarget(o *outcome, t target, at site) {
	switch {
	case t.node != nil:
		s.runNode(o, t, at)
	case t.entry != nil:
		s.runEntry(o, t, at)
	case t.summary != nil:
		s.runSummary(o, t, at)
	}
	for _, k := range t.kinds.Kinds() {
		o.add(t.primitive(k, at.at))
	}
}

// primitive is a witness for a target whose call is the yield itself.
func (t target) primitive(k catalog.Kind, at place) found {
	f := primitiveFound(k, t.hard || t.seen, t.name, at)
	f.Seen = f.Hard && !t.hard
	f.Hard = f.Hard && t.hard
	return f
}

// primitiveFound is a witness whose call is the yield itself.
func primitiveFound(k catalog.Kind, hard bool, what string, at place) found {
	hard = hard && k != catalog.IO && k != catalog.Dyn
	return found{Witness{Kind: k, Hard: hard, Depth: 1, Hop: Hop{Pos: at.text, What: what}}, at}
}

// through adds the callee's witness as one that is a hop further away.
func (t target) through(o *outcome, w Witness, at place) {
	if t.awaits && w.Kind != catalog.Await {
		return
	}
	hop := Hop{Pos: at.text, What: t.name, Callee: t.name}
	hard := w.Hard && t.hard
	seen := !hard && (w.Hard || w.Seen) && (t.hard || t.seen)
	o.add(found{Witness{Kind: w.Kind, Hard: hard, Seen: seen, Depth: w.Depth + 1, Hop: hop}, at})
}

func (s *state) runNode(o *outcome, t target, at site) {
	out := s.read(t.node)
	for _, f := range out.yields {
		t.through(o, f.Witness, at.at)
	}
	o.spawns = o.spawns || t.hard && out.spawns
	for u := range out.uses {
		switch p := s.params[u.param]; p.node {
		case t.node:
			s.runArgs(o, t, p.index, u.method, at)
		case t.maker:
			s.runCaptured(o, t, u, at)
		default:
			s.use(o, u, at.at) // a parameter of a function around the literal
		}
	}
}

func (s *state) runSummary(o *outcome, t target, at site) {
	for _, w := range t.summary.Yields {
		t.through(o, w, at.at)
	}
	o.spawns = o.spawns || t.hard && t.summary.Spawns
	methods := make(map[int]bool)
	for _, m := range t.summary.Methods {
		methods[m.Param] = true
		s.runArgs(o, t, m.Param, m.Method, at)
	}
	for _, i := range t.summary.Params {
		if !methods[i] {
			s.runArgs(o, t, i, "", at)
		}
	}
}

func (s *state) runEntry(o *outcome, t target, at site) {
	for _, k := range t.entry.Kinds.Kinds() {
		o.add(t.primitive(k, at.at))
	}
	o.spawns = o.spawns || t.hard && t.entry.Spawns
	for _, i := range t.entry.Calls {
		s.runArgs(o, t, i, "", at)
	}
	for _, i := range t.entry.Param {
		s.runStream(o, t, i, at)
	}
}
