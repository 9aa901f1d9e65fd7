package lockset

import (
	"go/ast"
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/cfg"
)

// flow computes the state at the entry of every block of b.
func (l *Locks) flow(b *body) {
	b.freed = l.freedBy(b.block)
	b.deferred = l.deferredIn(b.block)
	b.in = make([]State, len(b.cfg.Blocks))
	if len(b.cfg.Blocks) == 0 {
		return
	}
	b.in[0] = State{}
	work := []*cfg.Block{b.cfg.Blocks[0]}
	queued := map[*cfg.Block]bool{work[0]: true}
	for len(work) > 0 {
		blk := work[0]
		work = work[1:]
		queued[blk] = false
		out := l.walkBlock(b, blk, b.in[blk.Index].clone(), nil)
		for i, succ := range blk.Succs {
			if l.never(blk, i) {
				continue
			}
			if l.arrive(b, succ, l.onEdge(blk, i, out)) && !queued[succ] {
				queued[succ] = true
				work = append(work, succ)
			}
		}
	}
}

// reachable returns the states at the entries of the blocks of a body in which no
// lock is held anywhere.
func (l *Locks) reachable(b *body) []State {
	in := make([]State, len(b.cfg.Blocks))
	var visit func(blk *cfg.Block)
	visit = func(blk *cfg.Block) {
		if in[blk.Index] == nil {
			in[blk.Index] = State{}
			for i, succ := range blk.Succs {
				if !l.never(blk, i) {
					visit(succ)
				}
			}
		}
	}
	if len(b.cfg.Blocks) > 0 {
		visit(b.cfg.Blocks[0])
	}
	return in
}

// never reports whether a constant condition keeps control from the i-th successor:
// if false { return }.
func (l *Locks) never(blk *cfg.Block, i int) bool {
	if len(blk.Succs) != 2 || len(blk.Nodes) == 0 || blk.Succs[0].Kind != cfg.KindIfThen {
		return false
	}
	cond, ok := blk.Nodes[len(blk.Nodes)-1].(ast.Expr)
	if !ok {
		return false
	}
	v := l.info.Types[cond].Value
	return v != nil && v.Kind() == constant.Bool && constant.BoolVal(v) != (i == 0)
}

// arrive merges a state into the entry of blk and reports a change.
func (l *Locks) arrive(b *body, blk *cfg.Block, s State) bool {
	if b.in[blk.Index] == nil {
		b.in[blk.Index] = s.clone()
		return true
	}
	return b.in[blk.Index].merge(s)
}

// onEdge returns the state on the edge to the i-th successor: a TryLock in the
// block's condition says on the edge whether it holds.
func (l *Locks) onEdge(blk *cfg.Block, i int, out State) State {
	if len(blk.Succs) != 2 || len(blk.Nodes) == 0 {
		return out
	}
	cond, ok := blk.Nodes[len(blk.Nodes)-1].(ast.Expr)
	if !ok {
		return out
	}
	edge := out.clone()
	l.assume(edge, cond, i == 0)
	return edge
}

// assume adds to s what follows from the condition having the given value.
func (l *Locks) assume(s State, cond ast.Expr, value bool) {
	switch cond := cond.(type) {
	case *ast.ParenExpr:
		l.assume(s, cond.X, value)
	case *ast.UnaryExpr:
		if cond.Op == token.NOT {
			l.assume(s, cond.X, !value)
		}
	case *ast.BinaryExpr:
		if cond.Op == token.LAND && value || cond.Op == token.LOR && !value {
			l.assume(s, cond.X, value)
			l.assume(s, cond.Y, value)
		}
	case *ast.CallExpr:
		o, ok := l.op(cond)
		if !ok || !o.try {
			return
		}
		if value {
			s[o.path] = Lock{Call: cond, Read: o.read, Must: true, Awaitable: o.awaitable, deps: o.deps}
		} else {
			delete(s, o.path)
		}
	}
}

// Walk calls visit for every node of the body that runs as part of it, in order
// of evaluation and with the locks held before the node takes effect. Function
// literals are visited but not entered. The node of a go or defer statement is
// visited with its arguments, its call is not. A node that several paths
// reach is visited once, with the merged state.
func (l *Locks) Walk(fn ast.Node, visit func(n ast.Node, held State)) {
	b := l.byNode[fn]
	if b == nil {
		return
	}
	for _, blk := range b.cfg.Blocks {
		if b.in[blk.Index] != nil {
			l.walkBlock(b, blk, b.in[blk.Index].clone(), visit)
		}
	}
}

// walkBlock applies the block's effects to s, which it changes and returns.
func (l *Locks) walkBlock(b *body, blk *cfg.Block, s State, visit func(ast.Node, State)) State {
	w := walker{locks: l, body: b, state: s, visit: visit}
	switch stmt := blk.Stmt.(type) {
	case *ast.CommClause:
		if blk.Kind == cfg.KindSelectCaseBody {
			if sel := l.selects[stmt]; sel != nil {
				w.enterSelect(sel)
			}
		}
	case *ast.RangeStmt:
		switch blk.Kind {
		case cfg.KindRangeLoop:
			w.see(stmt)
		case cfg.KindRangeBody:
			w.assigned(stmt.Key)
			w.assigned(stmt.Value)
		}
	}
	for _, n := range blk.Nodes {
		w.node(n)
	}
	return w.state
}
