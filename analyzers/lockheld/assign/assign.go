// Package assign finds where variables and fields get their values.
package assign

import (
	"go/ast"
	"go/types"
)

// Each calls visit for every place in the file that gives something a value:
// assignments, declarations with a value, range statements, and fields in composite
// literals. value is nil where there is no expression for it: one of several
// results of a call, a key or element of a range.
func Each(info *types.Info, file *ast.File, visit func(target, value ast.Expr)) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			pairs(n.Lhs, n.Rhs, visit)
		case *ast.ValueSpec:
			names := make([]ast.Expr, len(n.Names))
			for i, name := range n.Names {
				names[i] = name
			}
			if len(n.Values) > 0 {
				pairs(names, n.Values, visit)
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if e != nil {
					visit(e, nil)
				}
			}
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok {
				if v, ok := info.Uses[id].(*types.Var); ok && v.IsField() {
					visit(id, n.Value)
				}
			}
		}
		return true
	})
}

func pairs(targets, values []ast.Expr, visit func(target, value ast.Expr)) {
	for i, target := range targets {
		if len(targets) == len(values) {
			visit(target, values[i])
		} else {
			visit(target, nil)
		}
	}
}
