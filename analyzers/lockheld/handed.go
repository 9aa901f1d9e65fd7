package lockheld

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/flow"
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
					called[flow.Name(n.Fun)] = true
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
