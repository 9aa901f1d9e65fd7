package color

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// findRoles tells for every literal in whose task it runs.
func findRoles(p *program.Program, proposals []*rule.Proposal) map[*program.Func]Role {
	roles := map[*program.Func]Role{}
	for _, pr := range proposals {
		for _, lit := range pr.Tasks {
			roles[p.LitFunc(lit)] = Task
		}
		for _, lit := range pr.Frames {
			roles[p.LitFunc(lit)] = Frame
		}
	}
	for _, pr := range proposals {
		for _, lit := range pr.Foreigns {
			roles[p.LitFunc(lit)] = Foreign
		}
	}
	for _, fn := range p.Funcs {
		if fn.Lit == nil || fn.Parent == nil {
			continue
		}
		if _, known := roles[fn]; !known && inFrame(p, fn, 0) {
			roles[fn] = Frame
		}
	}
	return roles
}

// inFrame reports whether a literal is certainly run by the function around
// it and in the same goroutine: called or deferred in place, handed to a
// parameter that is only called, or kept in a local variable that is only
// called.
func inFrame(p *program.Program, fn *program.Func, depth int) bool {
	_, parent := p.OutsideParens(fn.Lit)
	switch n := parent.(type) {
	case *ast.CallExpr:
		if ast.Unparen(n.Fun) == fn.Lit {
			_, isGo := p.Parent(n).(*ast.GoStmt)
			return !isGo
		}
		return callsArg(p, fn.File, n, fn.Lit, depth)
	case *ast.AssignStmt:
		return len(n.Lhs) == 1 && onlyCalledLocal(p, fn, n.Lhs[0])
	}
	return false
}

// callsArg reports whether a call runs its argument arg before it returns, on
// the caller's goroutine, and keeps it nowhere.
func callsArg(p *program.Program, f *program.File, call *ast.CallExpr, arg ast.Expr, depth int) bool {
	switch p.Parent(call).(type) {
	case *ast.GoStmt:
		return false
	}
	callee, _ := typeutil.Callee(f.Info(), call).(*types.Func)
	if callee == nil {
		return false
	}
	index := -1
	for i, a := range call.Args {
		if ast.Unparen(a) == arg {
			index = i
		}
	}
	if index < 0 {
		return false
	}
	if entry, ok := catalog.Lookup(callee); ok {
		for _, i := range entry.Calls {
			if i == index {
				return true
			}
		}
	}
	decl := p.Func(callee)
	if decl == nil || decl.Body() == nil || depth > 4 {
		return false
	}
	param := paramAt(decl, index)
	return param != nil && onlyCalled(p, decl, param, depth)
}

// paramAt returns the parameter for the argument at index, unless it is
// variadic.
func paramAt(fn *program.Func, index int) *types.Var {
	params := fn.Signature().Params()
	if index >= params.Len() || fn.Signature().Variadic() && index >= params.Len()-1 {
		return nil
	}
	return params.At(index)
}

// onlyCalled reports whether every use of a parameter of fn is a call in fn's
// own frame, or hands it on to a function for which the same holds.
func onlyCalled(p *program.Program, fn *program.Func, param *types.Var, depth int) bool {
	for _, id := range p.Uses(param) {
		if id.Pos() == param.Pos() {
			continue
		}
		user := p.Enclosing(id)
		for user != fn && user != nil && user.Lit != nil && inFrame(p, user, depth+1) {
			user = user.Parent
		}
		if user != fn || !calledOrHandedOn(p, fn, id, depth) {
			return false
		}
	}
	return true
}

func calledOrHandedOn(p *program.Program, fn *program.Func, id *ast.Ident, depth int) bool {
	call, ok := p.Parent(id).(*ast.CallExpr)
	if !ok {
		// A comparison with nil keeps nothing.
		_, isCompare := p.Parent(id).(*ast.BinaryExpr)
		return isCompare
	}
	if call.Fun == ast.Expr(id) {
		_, isGo := p.Parent(call).(*ast.GoStmt)
		return !isGo
	}
	return callsArg(p, fn.File, call, id, depth+1)
}

// onlyCalledLocal reports whether lhs is a local variable assigned once, whose
// other uses are calls in the same frame as its declaration.
func onlyCalledLocal(p *program.Program, lit *program.Func, lhs ast.Expr) bool {
	id, ok := lhs.(*ast.Ident)
	if !ok {
		return false
	}
	obj, ok := lit.File.Info().ObjectOf(id).(*types.Var)
	if !ok || obj.Parent() == nil || obj.Parent() == lit.File.Pkg.Types.Scope() {
		return false
	}
	for _, use := range p.Uses(obj) {
		if use.Pos() == id.Pos() || use.Pos() == obj.Pos() {
			continue
		}
		call, ok := p.Parent(use).(*ast.CallExpr)
		if !ok || call.Fun != ast.Expr(use) {
			return false
		}
		if _, isGo := p.Parent(call).(*ast.GoStmt); isGo {
			return false
		}
		// A call from the literal itself is recursion in the same frame.
		if user := p.Enclosing(use); user != lit.Parent && user != lit {
			return false
		}
	}
	return true
}
