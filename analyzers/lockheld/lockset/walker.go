package lockset

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

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
			w.release(o.path)
		case o.try:
			w.acquire(o.path, Lock{Call: call, Read: o.read, Awaitable: o.awaitable, deps: o.deps})
		default:
			w.acquire(o.path, Lock{Call: call, Read: o.read, Must: true, Awaitable: o.awaitable, deps: o.deps})
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
			w.acquire(p, Lock{Call: call, Read: a.Read, Must: a.Must, Awaitable: a.Awaitable, deps: deps})
		}
	}
}

// release ends the hold of a lock. Where the one at p is not held, p may be another name of one that is: the same field,
// got at in another way.
func (w *walker) release(p Path) {
	if _, held := w.state[p]; !held {
		for q := range w.state {
			if q.Last == p.Last {
				delete(w.state, q)
			}
		}
	}
	delete(w.state, p)
}

func (w *walker) acquire(p Path, lock Lock) {
	if w.body.freed[p] {
		lock.Must = false
	}
	if at, ok := w.body.deferred[p]; ok && at < lock.Call.Pos() {
		lock.Deferred = true
	}
	w.state[p] = lock
}

// deferred marks the locks that a deferred call will release.
func (w *walker) deferred(call *ast.CallExpr) {
	for p := range w.locks.releasedLater(call) {
		if lock, ok := w.state[p]; ok {
			lock.Deferred = true
			w.state[p] = lock
		}
	}
}

func (l *Locks) calleeSummary(call *ast.CallExpr) *Summary {
	fn, ok := typeutil.Callee(l.info, call).(*types.Func)
	if !ok {
		return nil
	}
	return l.summaries[fn.Origin()]
}
