package yieldpoint

import (
	"go/ast"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// opsOf returns the operations of a node and those of its calls that are
// operations themselves.
func (s *state) opsOf(n *node) []Op {
	var ops []Op
	for _, p := range n.ops {
		ops = append(ops, p.Op)
	}
	for _, c := range n.calls {
		if _, ok := c.expr.(*ast.CallExpr); !ok {
			continue // a range over a function is not one operation
		}
		if w := s.callOp(c); w != nil {
			ops = append(ops, Op{Node: c.expr, Kind: w.Kind, Hard: w.Hard, What: w.Hop.What})
		}
	}
	return ops
}

// callOp returns the most telling witness that makes the call an operation, or
// nil. The call of a function whose source is known is an operation only if its
// arguments alone make it one, as in writeFrame(conn): then there is nothing in the
// callee that could be marked.
func (s *state) callOp(c *call) *Witness {
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
	for _, w := range s.effects[c.expr].Yields {
		if w.Hop.Callee == "" && w.Kind != catalog.Dyn && (w.Hard || !analysed) {
			return &w
		}
	}
	return nil
}
