package color

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
)

// mindsCaller reports whether fn would do something else behind a facade,
// which is a call more: recover works only in the function that is deferred
// itself, and runtime.Caller counts calls.
func mindsCaller(fn *program.Func) bool {
	info := fn.File.Info()
	minds := false
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		if _, isLit := n.(*ast.FuncLit); isLit {
			return false // has callers of its own
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return !minds
		}
		switch callee := typeutil.Callee(info, call).(type) {
		case *types.Builtin:
			minds = minds || callee.Name() == "recover"
		case *types.Func:
			name := callee.FullName()
			minds = minds || name == "runtime.Caller" || name == "runtime.Callers"
		}
		return !minds
	})
	return minds
}

// helperStmts returns the statements X.Helper() with which fn begins. They tell
// the testing package to skip the function in the positions that it prints; a
// facade has to say the same of itself.
func helperStmts(fn *program.Func) []ast.Stmt {
	list := fn.Body().List
	for i, stmt := range list {
		if !isHelperStmt(stmt) {
			return list[:i]
		}
	}
	return list
}

// isHelperStmt reports whether a statement is X.Helper(), where X is a name or
// a field of one.
func isHelperStmt(stmt ast.Stmt) bool {
	expr, ok := stmt.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := expr.X.(*ast.CallExpr)
	if !ok || len(call.Args) > 0 {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Helper" {
		return false
	}
	for {
		switch x := sel.X.(type) {
		case *ast.SelectorExpr:
			sel = x
		case *ast.Ident:
			return true
		default:
			return false
		}
	}
}
