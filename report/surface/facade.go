package surface

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/catalog"
)

// facades returns the functions of a package that do nothing but enter the loop for
// another one, as a port leaves them for callers without a task:
//
//	co, leave := aio.Enter(ctx)
//	defer leave()
//	return f(co, x)
func facades(p *packages.Package) map[*types.Func]*types.Func {
	list := make(map[*types.Func]*types.Func)
	for _, file := range p.Syntax {
		for _, decl := range file.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok || d.Body == nil || len(d.Body.List) != 3 {
				continue
			}
			fn, ok := p.TypesInfo.Defs[d.Name].(*types.Func)
			if to := entered(p.TypesInfo, d.Body.List); ok && to != nil {
				list[fn] = to
			}
		}
	}
	return list
}

// entered returns the function that the three statements of a facade enter the loop
// for; nil if they are none.
func entered(info *types.Info, body []ast.Stmt) *types.Func {
	enter, ok := body[0].(*ast.AssignStmt)
	if !ok || len(enter.Lhs) != 2 || len(enter.Rhs) != 1 {
		return nil
	}
	called := callee(info, enter.Rhs[0])
	if called == nil || called.Name() != "Enter" || called.Pkg() == nil || !color.IsRuntime(called.Pkg().Path()) {
		return nil
	}
	leave, ok := body[1].(*ast.DeferStmt)
	if !ok || !same(info, leave.Call.Fun, enter.Lhs[1]) {
		return nil
	}
	call, ok := only(body[2]).(*ast.CallExpr)
	if !ok || len(call.Args) == 0 || !same(info, call.Args[0], enter.Lhs[0]) {
		return nil
	}
	return callee(info, call)
}

// only is the expression that a statement evaluates or returns; nil if there is not
// exactly one.
func only(s ast.Stmt) ast.Expr {
	switch s := s.(type) {
	case *ast.ExprStmt:
		return s.X
	case *ast.ReturnStmt:
		if len(s.Results) == 1 {
			return s.Results[0]
		}
	}
	return nil
}

func callee(info *types.Info, e ast.Expr) *types.Func {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return nil
	}
	fn, _ := typeutil.Callee(info, call).(*types.Func)
	return fn
}

// same reports whether two expressions are the same variable.
func same(info *types.Info, a, b ast.Expr) bool {
	x, ok := a.(*ast.Ident)
	y, ok2 := b.(*ast.Ident)
	return ok && ok2 && info.ObjectOf(x) != nil && info.ObjectOf(x) == info.ObjectOf(y)
}

// through is what a facade waits for: its task, and what that waits for. How the
// runtime lets it in is not of interest.
func (k Kinds) through() Kinds {
	k.Hard |= catalog.SetOf(catalog.Await)
	k.Soft &^= k.Hard
	return k
}
