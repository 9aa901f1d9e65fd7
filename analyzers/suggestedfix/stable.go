package suggestedfix

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Root returns the variable at the start of an expression that means the same
// object wherever it is evaluated while that variable has its value: a name, or
// fields of one of which only the first may be behind a pointer. It is nil for
// others.
func Root(info *types.Info, e ast.Expr) *types.Var {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, _ := info.Uses[e].(*types.Var)
		return v
	case *ast.SelectorExpr:
		s, ok := info.Selections[e]
		if !ok || s.Kind() != types.FieldVal || len(s.Index()) != 1 {
			return nil
		}
		if _, name := ast.Unparen(e.X).(*ast.Ident); s.Indirect() && !name {
			return nil
		}
		return Root(info, e.X)
	}
	return nil
}

// Fixed reports whether a variable keeps the value that it is declared with, as
// far as the file shows: it is not assigned, its address is not taken, and no loop
// declares it.
func Fixed(info *types.Info, file *ast.File, v *types.Var) bool {
	is := func(e ast.Expr) bool {
		e = ast.Unparen(e)
		if sel, ok := e.(*ast.SelectorExpr); ok {
			e = sel.Sel // a variable of another package
		}
		id, ok := e.(*ast.Ident)
		return ok && (info.Uses[id] == v || info.Defs[id] == v)
	}
	fixed := true
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				id, _ := ast.Unparen(lhs).(*ast.Ident)
				declares := id != nil && info.Defs[id] == v
				fixed = fixed && (declares || !is(lhs))
			}
		case *ast.IncDecStmt:
			fixed = fixed && !is(n.X)
		case *ast.UnaryExpr:
			fixed = fixed && !(n.Op == token.AND && is(n.X))
		case *ast.RangeStmt:
			fixed = fixed && !(n.Key != nil && is(n.Key)) && !(n.Value != nil && is(n.Value))
		case *ast.ForStmt:
			if init, ok := n.Init.(*ast.AssignStmt); ok {
				for _, lhs := range init.Lhs {
					fixed = fixed && !is(lhs)
				}
			}
		}
		return fixed
	})
	return fixed
}

// InScope reports whether the names in an expression mean at a position what
// they mean where the expression stands.
func InScope(info *types.Info, pkg *types.Package, e ast.Expr, pos token.Pos) bool {
	scope := pkg.Scope().Innermost(pos)
	if scope == nil {
		return false
	}
	same := true
	var visit func(e ast.Expr)
	visit = func(e ast.Expr) {
		switch e := ast.Unparen(e).(type) {
		case *ast.Ident:
			_, obj := scope.LookupParent(e.Name, pos)
			same = same && obj != nil && obj == info.Uses[e]
		case *ast.SelectorExpr:
			visit(e.X)
		default:
			same = false
		}
	}
	visit(e)
	return same
}
