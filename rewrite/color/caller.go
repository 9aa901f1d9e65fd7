package color

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
)

// unknownSkip is how many calls a look at the stack is taken to go up when the
// source does not say.
const unknownSkip = 4

// findCallerMinds finds the functions that would do something else behind a
// facade, which is a call more: recover works only in the function that is
// deferred itself, runtime.Caller counts calls, those of the functions above it
// included, and a function that calls Helper under a condition hides itself from
// the positions that tests print, but not the facade.
func findCallerMinds(p *program.Program) map[*program.Func]bool {
	minds := map[*program.Func]bool{}
	above := map[*program.Func][]*program.Func{}
	reach := map[*program.Func]int{} // how many calls above it a function looks
	for _, fn := range p.Funcs {
		recovers, skip := looksUp(fn)
		if fn.Decl != nil && (recovers || helpsLate(fn)) {
			minds[fn] = true
		}
		reach[fn.Outermost()] = max(reach[fn.Outermost()], skip)
		for _, call := range fn.Calls {
			if call.Callee != nil {
				above[call.Callee] = append(above[call.Callee], fn.Outermost())
			}
		}
	}
	work := slices.Clone(p.Funcs)
	for len(work) > 0 {
		fn := work[len(work)-1]
		work = work[:len(work)-1]
		if reach[fn] == 0 {
			continue
		}
		minds[fn] = true
		for _, caller := range above[fn] {
			if reach[caller] < reach[fn]-1 {
				reach[caller] = reach[fn] - 1
				work = append(work, caller)
			}
		}
	}
	return minds
}

// looksUp reports whether fn's own body recovers, and how many calls above
// itself it looks: runtime.Caller(1) is one.
func looksUp(fn *program.Func) (recovers bool, skip int) {
	if fn.Body() == nil {
		return false, 0
	}
	info := fn.File.Info()
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		if lit, isLit := n.(*ast.FuncLit); isLit {
			return lit == fn.Lit // another has callers of its own
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch callee := typeutil.Callee(info, call).(type) {
		case *types.Builtin:
			recovers = recovers || callee.Name() == "recover"
		case *types.Func:
			switch callee.FullName() {
			case "runtime.Caller":
				skip = max(skip, constSkip(info, call))
			case "runtime.Callers":
				skip = max(skip, unknownSkip)
			}
		}
		return true
	})
	return recovers, skip
}

// constSkip returns the number that a call of runtime.Caller is given.
func constSkip(info *types.Info, call *ast.CallExpr) int {
	if len(call.Args) == 1 {
		if v := info.Types[call.Args[0]].Value; v != nil {
			if n, ok := constant.Int64Val(v); ok && n < 100 {
				return int(n)
			}
		}
	}
	return unknownSkip
}

// helpsLate reports whether fn's own body calls a method like Helper of package
// testing in another place than at its beginning, where a facade repeats it.
func helpsLate(fn *program.Func) bool {
	if fn.Body() == nil {
		return false
	}
	early, late := helperStmts(fn), false
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ExprStmt:
			late = late || isHelperStmt(n) && !slices.Contains(early, ast.Stmt(n))
		}
		return !late
	})
	return late
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
