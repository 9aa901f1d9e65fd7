package onloop

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// inPlace reports whether a literal is certainly run by the function around it,
// on the same goroutine: called or deferred there, handed to a function that the
// catalog says calls it, or held by a local variable that is only called.
func (m *Map) inPlace(fn *program.Func) bool {
	if m.hasTask(fn) {
		return false
	}
	n, parent := m.prog.OutsideParens(fn.Lit)
	call, ok := parent.(*ast.CallExpr)
	if !ok {
		return m.calledLocal(fn)
	}
	if _, isGo := m.prog.Parent(call).(*ast.GoStmt); isGo {
		return false
	}
	if call.Fun == n {
		return true
	}
	callee, _ := typeutil.Callee(fn.File.Info(), call).(*types.Func)
	if callee == nil || callee.Pkg() == nil || m.prog.FileAt(callee.Pos()) != nil || m.IsRuntime(callee.Pkg().Path()) {
		return false
	}
	entry, known := catalog.Lookup(callee)
	return known && slices.ContainsFunc(entry.Calls, func(i int) bool { return i < len(call.Args) && call.Args[i] == n })
}

// calledLocal reports whether a literal is held by a local variable that the
// function around it calls, and that is used for nothing else.
func (m *Map) calledLocal(fn *program.Func) bool {
	v := m.prog.LocalVar(fn)
	if v == nil {
		return false
	}
	for _, id := range m.prog.Uses(v) {
		if id.Pos() == v.Pos() {
			continue
		}
		call, ok := m.prog.Parent(id).(*ast.CallExpr)
		if !ok || call.Fun != ast.Expr(id) {
			return false
		}
		_, isGo := m.prog.Parent(call).(*ast.GoStmt)
		if user := m.prog.Enclosing(id); isGo || user != fn.Parent && user != fn {
			return false
		}
	}
	return true
}

// entersAt returns where fn has entered the loop to stay there until it returns:
// behind the statements
//
//	co, leave := aio.Enter(ctx)
//	defer leave()
//
// in the list of its body, if nothing else uses leave. NoPos if it does not.
func (m *Map) entersAt(fn *program.Func) token.Pos {
	if fn.Body() == nil || rule.Jumps(fn) {
		return token.NoPos
	}
	list := fn.Body().List
	for i := range max(len(list)-1, 0) {
		assign, ok := list[i].(*ast.AssignStmt)
		if !ok || assign.Tok != token.DEFINE || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 {
			continue
		}
		call, ok := assign.Rhs[0].(*ast.CallExpr)
		if !ok || !m.Calls(fn.File, call, "Enter") {
			continue
		}
		leave, ok := assign.Lhs[1].(*ast.Ident)
		stmt, isDefer := list[i+1].(*ast.DeferStmt)
		if !ok || !isDefer {
			continue
		}
		obj := fn.File.Info().Defs[leave]
		id, ok := stmt.Call.Fun.(*ast.Ident)
		if ok && obj != nil && fn.File.Info().Uses[id] == obj && len(m.prog.Uses(obj)) == 2 {
			return stmt.End()
		}
	}
	return token.NoPos
}
