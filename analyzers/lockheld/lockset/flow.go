package lockset

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"
)

// flow computes the state at the entry of every block of b.
func (l *Locks) flow(b *body) {
	b.freed = l.freedBy(b.block)
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
			if l.arrive(b, succ, l.onEdge(blk, i, out)) && !queued[succ] {
				queued[succ] = true
				work = append(work, succ)
			}
		}
	}
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
			s[o.path] = Lock{Call: cond, Read: o.read, Must: true, deps: o.deps}
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

// walker applies the nodes of a block to a state.
type walker struct {
	locks *Locks
	body  *body
	state State
	visit func(ast.Node, State)
}

func (w *walker) see(n ast.Node) {
	if w.visit != nil {
		w.visit(n, w.state)
	}
}

// enterSelect evaluates the operands of all communication clauses, as the
// language does, and then the select.
func (w *walker) enterSelect(sel *ast.SelectStmt) {
	for _, c := range sel.Body.List {
		switch comm := c.(*ast.CommClause).Comm.(type) {
		case *ast.SendStmt:
			w.node(comm.Chan)
			w.node(comm.Value)
		case *ast.ExprStmt:
			w.operand(comm.X)
		case *ast.AssignStmt:
			w.operand(comm.Rhs[0])
		}
	}
	w.see(sel)
}

// operand evaluates the channel of a receive expression.
func (w *walker) operand(e ast.Expr) {
	if u, ok := ast.Unparen(e).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
		w.node(u.X)
	}
}

// node visits n after its operands and applies its effect.
func (w *walker) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.FuncLit:
		w.see(n)
		return
	case *ast.GoStmt:
		w.started(n.Call)
		w.see(n)
		return
	case *ast.DeferStmt:
		w.started(n.Call)
		w.see(n)
		w.deferred(n.Call)
		return
	}
	first := true
	ast.Inspect(n, func(c ast.Node) bool {
		if first {
			first = false
			return true
		}
		if c != nil {
			w.node(c)
		}
		return false
	})
	w.see(n)
	w.effect(n)
}

// started evaluates the operands of a call that runs elsewhere or later.
func (w *walker) started(call *ast.CallExpr) {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.FuncLit:
		w.see(fun)
	case *ast.SelectorExpr:
		w.node(fun.X)
	default:
		w.node(fun)
	}
	for _, arg := range call.Args {
		w.node(arg)
	}
}

func (w *walker) effect(n ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpr:
		w.call(n)
	case *ast.AssignStmt:
		for _, lhs := range n.Lhs {
			w.assigned(lhs)
		}
	case *ast.IncDecStmt:
		w.assigned(n.X)
	}
}

func (w *walker) assigned(e ast.Expr) {
	if id, ok := e.(*ast.Ident); ok {
		if v, ok := w.locks.info.ObjectOf(id).(*types.Var); ok {
			w.state.forget(v)
		}
	}
}

// call applies a lock method or the summary of a function of this package.
func (w *walker) call(call *ast.CallExpr) {
	if o, ok := w.locks.op(call); ok {
		switch {
		case !o.acquire:
			delete(w.state, o.path)
		case o.try:
			w.acquire(o.path, Lock{Call: call, Read: o.read, deps: o.deps})
		default:
			w.acquire(o.path, Lock{Call: call, Read: o.read, Must: true, deps: o.deps})
		}
		return
	}
	sum := w.locks.calleeSummary(call)
	if sum == nil {
		return
	}
	before := w.state.clone()
	for _, r := range sum.Releases {
		if p, _, ok := w.locks.bind(r, call); ok {
			delete(w.state, p)
		}
	}
	for _, a := range sum.Acquires {
		p, deps, ok := w.locks.bind(a.Ref, call)
		if !ok {
			continue
		}
		if old, held := before[p]; held {
			w.state[p] = old
		} else {
			w.acquire(p, Lock{Call: call, Read: a.Read, Must: a.Must, deps: deps})
		}
	}
}

func (w *walker) acquire(p Path, lock Lock) {
	if w.body.freed[p] {
		lock.Must = false
	}
	w.state[p] = lock
}

// deferred marks the locks that a deferred call will release.
func (w *walker) deferred(call *ast.CallExpr) {
	release := func(p Path) {
		if lock, ok := w.state[p]; ok {
			lock.Deferred = true
			w.state[p] = lock
		}
	}
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		for p := range w.locks.released(lit.Body) {
			release(p)
		}
		return
	}
	for p := range w.locks.releasedBy(call) {
		release(p)
	}
}

func (l *Locks) calleeSummary(call *ast.CallExpr) *Summary {
	fn, ok := typeutil.Callee(l.info, call).(*types.Func)
	if !ok {
		return nil
	}
	return l.summaries[fn.Origin()]
}
