package yieldpoint

import (
	"go/ast"
	"slices"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// allOps returns the operations of all nodes in source order.
func (s *state) allOps(effects map[ast.Node]Effect) []Op {
	var ops []Op
	for _, n := range s.nodes {
		ops = append(ops, s.opsOf(n, effects)...)
	}
	slices.SortStableFunc(ops, func(a, b Op) int {
		p, q := s.place(a.Node.Pos()), s.place(b.Node.Pos())
		switch {
		case p.before(q):
			return -1
		case q.before(p):
			return 1
		}
		return 0
	})
	return ops
}

// opsOf returns the operations of a node and those of its calls that are
// operations themselves.
func (s *state) opsOf(n *node, effects map[ast.Node]Effect) []Op {
	var ops []Op
	for _, p := range n.ops {
		ops = append(ops, p.Op)
	}
	for _, c := range n.calls {
		if _, ok := c.expr.(*ast.CallExpr); !ok {
			continue // a range over a function is not one operation
		}
		if w := s.callOp(c, effects); w != nil {
			ops = append(ops, Op{Node: c.expr, Kind: w.Kind, Hard: w.Hard, Seen: w.Seen, What: w.Hop.What})
		}
	}
	return ops
}

// callOp returns the most telling witness that makes the call an operation, or
// nil. The call of a function whose source is known is an operation only if its
// arguments alone make it one, as in writeFrame(conn): then there is nothing in the
// callee that could be marked.
func (s *state) callOp(c *call, effects map[ast.Node]Effect) *Witness {
	what, _ := s.callSite(c)
	var own catalog.Set
	analysed := false
	for _, t := range what.targets {
		switch {
		case t.node != nil:
			analysed = true
			own |= t.node.summary.Kinds(true)
		case t.entry == nil && t.kinds == 0:
			analysed = true
			own |= t.summary.Kinds(true)
		}
	}
	if own.Intersects(catalog.Marked) {
		return nil
	}
	for _, w := range effects[c.expr].Yields {
		if w.Hop.Callee == "" && w.Kind != catalog.Dyn && (w.Hard || w.Seen || !analysed) {
			return &w
		}
	}
	return nil
}
