package lockset

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/lockheld/assign"
)

// findAliases returns the local variables of the files that hold a pointer, are
// assigned exactly once, and whose address is not taken: p := &s.mu.
func findAliases(info *types.Info, files []*ast.File) aliases {
	found := make(aliases)
	spoiled := make(map[*types.Var]bool)
	set := func(lhs, rhs ast.Expr) {
		id, ok := ast.Unparen(lhs).(*ast.Ident)
		if !ok {
			return
		}
		v, ok := info.ObjectOf(id).(*types.Var)
		if !ok {
			return
		}
		if _, again := found[v]; again || info.Defs[id] == nil || rhs == nil || !isPointer(v.Type()) || !isLocal(v) {
			spoiled[v] = true
			return
		}
		found[v] = rhs
	}
	for _, f := range files {
		assign.Each(info, f, set)
		ast.Inspect(f, func(n ast.Node) bool {
			if n, ok := n.(*ast.UnaryExpr); ok && n.Op == token.AND {
				set(n.X, nil)
			}
			return true
		})
	}
	for v := range spoiled {
		delete(found, v)
	}
	return found
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// isLocal reports whether v is declared in a function.
func isLocal(v *types.Var) bool {
	return !v.IsField() && v.Parent() != nil && v.Pkg() != nil && v.Parent() != v.Pkg().Scope()
}
