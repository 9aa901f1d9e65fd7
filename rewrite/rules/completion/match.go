package completion

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/rule"
)

// closes finds the close that ends the goroutine. Deferred functions run last in,
// first out, so that it must be the first; what leaves before would leave it out.
func (e *ending) closes() bool {
	body := e.lit.Body.List
	for i, stmt := range body {
		id := e.closeIn(stmt)
		if id == nil {
			continue
		}
		if !isDefer(stmt) && i != len(body)-1 || rule.MayLeave(body[:i]) {
			return false
		}
		e.ch, _ = e.fn.File.Info().ObjectOf(id).(*types.Var)
		e.closed, e.close = id, stmt
		return e.ch != nil && isSignal(e.ch) && e.isLocal()
	}
	return false
}

// closeIn returns the channel that a statement closes, now or deferred.
func (e *ending) closeIn(stmt ast.Stmt) *ast.Ident {
	var call *ast.CallExpr
	switch s := stmt.(type) {
	case *ast.DeferStmt:
		call = s.Call
	case *ast.ExprStmt:
		call, _ = s.X.(*ast.CallExpr)
	}
	if call == nil || len(call.Args) != 1 {
		return nil
	}
	fun, ok := call.Fun.(*ast.Ident)
	if !ok {
		return nil
	}
	if _, ok := e.fn.File.Info().Uses[fun].(*types.Builtin); !ok || fun.Name != "close" {
		return nil
	}
	id, _ := ast.Unparen(call.Args[0]).(*ast.Ident)
	return id
}

// isSignal reports whether a channel's elements say nothing.
func isSignal(v *types.Var) bool {
	ch, ok := v.Type().Underlying().(*types.Chan)
	if !ok {
		return false
	}
	elem, ok := ch.Elem().Underlying().(*types.Struct)
	return ok && elem.NumFields() == 0
}

func isDefer(stmt ast.Stmt) bool {
	_, ok := stmt.(*ast.DeferStmt)
	return ok
}

// isLocal reports whether the channel is made in the block that starts the
// goroutine, before it. A goto might leave out the declaration of the future, which
// comes later.
func (e *ending) isLocal() bool {
	p := e.pass.Program
	for _, id := range p.Uses(e.ch) {
		if id.Pos() != e.ch.Pos() {
			continue
		}
		assign, ok := p.Parent(id).(*ast.AssignStmt)
		if !ok || assign.Tok != token.DEFINE || len(assign.Lhs) != 1 || !isMake(assign.Rhs[0]) {
			return false
		}
		e.made = assign
		return p.Parent(assign) == p.Parent(e.stmt) && assign.Pos() < e.stmt.Pos() && !rule.Jumps(e.fn)
	}
	return false
}

func isMake(x ast.Expr) bool {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := call.Fun.(*ast.Ident)
	return ok && id.Name == "make"
}

// uses reports whether all other uses are receives, behind the go statement, that
// can wait for a future. Where nobody receives there is nothing to wait for.
func (e *ending) uses() bool {
	p := e.pass.Program
	for _, id := range p.Uses(e.ch) {
		if id.Pos() == e.ch.Pos() || id == e.closed {
			continue
		}
		recv, ok := p.Parent(id).(*ast.UnaryExpr)
		if !ok || recv.Op != token.ARROW || recv.Pos() < e.stmt.End() || p.IsFrozen(recv) {
			return false
		}
		if _, ok := p.Parent(recv).(*ast.ExprStmt); !ok {
			return false
		}
		if !e.canAwait(recv) {
			return false
		}
		e.recvs = append(e.recvs, recv)
	}
	return len(e.recvs) > 0
}

// canAwait reports whether a receive can wait for a future instead.
func (e *ending) canAwait(recv *ast.UnaryExpr) bool {
	p := e.pass.Program
	if sel := rule.CaseOf(p, recv); sel != nil {
		// In a test the select is edited if its function may run in a task; that of
		// the goroutine has to be the same one.
		return e.pass.CanAwait(e.fn.File, sel) && (!e.fn.IsTest() || p.Enclosing(sel) == e.fn)
	}
	return e.pass.Spot(recv) != nil && e.pass.IsOpen(recv)
}

// ends reports whether a function may end with a statement: nothing runs behind
// it.
func ends(stmt ast.Stmt) bool {
	switch s := stmt.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.ForStmt:
		return s.Cond == nil && !breaks(s.Body.List)
	}
	return false
}

// breaks reports whether statements leave the loop around them by break. One with
// a label counts wherever it goes.
func breaks(list []ast.Stmt) bool {
	found := false
	for _, stmt := range list {
		ast.Inspect(stmt, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.BranchStmt:
				found = found || n.Tok == token.BREAK && n.Label != nil
			}
			return !found
		})
		found = found || breaksOut(stmt)
	}
	return found
}

// breaksOut reports whether a statement has a break without a label that is not
// that of a statement inside it.
func breaksOut(stmt ast.Stmt) bool {
	found := false
	ast.Inspect(stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			return false
		case *ast.BranchStmt:
			found = found || n.Tok == token.BREAK && n.Label == nil
		}
		return !found
	})
	return found
}
