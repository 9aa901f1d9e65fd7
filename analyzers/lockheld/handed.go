package lockheld

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"
)

// eachHanded calls visit for every argument that a call hands to a parameter of
// a function of the package which only the package calls, and never through a value or
// interface; for the parameters of other functions with nil.
func eachHanded(pass *analysis.Pass, visit func(param *types.Var, arg ast.Expr)) {
	open := openFunctions(pass)
	for _, file := range pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			fn := typeutil.StaticCallee(pass.TypesInfo, call)
			if fn == nil || fn.Pkg() != pass.Pkg {
				return true
			}
			fn = fn.Origin()
			sig := fn.Signature()
			for i := range sig.Params().Len() {
				var arg ast.Expr
				if !fn.Exported() && !open[fn.Name()] && !sig.Variadic() && len(call.Args) == sig.Params().Len() {
					arg = call.Args[i]
				}
				visit(sig.Params().At(i), arg)
			}
			return true
		})
	}
}

// openFunctions returns the names of functions and methods that are used other than
// by a static call.
func openFunctions(pass *analysis.Pass) map[string]bool {
	open := make(map[string]bool)
	called := make(map[*ast.Ident]bool)
	for _, file := range pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if typeutil.StaticCallee(pass.TypesInfo, n) != nil {
					called[calledName(n.Fun)] = true
				}
			case *ast.Ident:
				if fn, ok := pass.TypesInfo.Uses[n].(*types.Func); ok && !called[n] {
					open[fn.Name()] = true
				}
			}
			return true
		})
	}
	return open
}

// calledName returns the identifier of the function in a call, or nil.
func calledName(fun ast.Expr) *ast.Ident {
	switch fun := ast.Unparen(fun).(type) {
	case *ast.Ident:
		return fun
	case *ast.SelectorExpr:
		return fun.Sel
	case *ast.IndexExpr:
		return calledName(fun.X)
	case *ast.IndexListExpr:
		return calledName(fun.X)
	}
	return nil
}
