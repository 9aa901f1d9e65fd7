package imports

import (
	"go/ast"
	"go/types"
	"strconv"
)

// Dots returns, by import path, the names that a file uses of packages that it
// imports with a dot.
func Dots(f *ast.File, info *types.Info) map[string]map[string]bool {
	dots := map[string]map[string]bool{}
	for _, spec := range f.Imports {
		if spec.Name != nil && spec.Name.Name == "." {
			p, _ := strconv.Unquote(spec.Path.Value)
			dots[p] = map[string]bool{}
		}
	}
	if len(dots) == 0 {
		return nil
	}
	selected := selectors(f)
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !selected[id] {
			if obj := info.Uses[id]; obj != nil && obj.Pkg() != nil && dots[obj.Pkg().Path()] != nil && obj.Parent() == obj.Pkg().Scope() {
				dots[obj.Pkg().Path()][id.Name] = true
			}
		}
		return true
	})
	return dots
}

// names reports whether a file names something without a qualifier that is
// called as one of a set of names.
func names(f *ast.File, set map[string]bool) bool {
	found := false
	selected := selectors(f)
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !selected[id] && set[id.Name] {
			found = true
		}
		return !found
	})
	return found
}

// selectors returns the identifiers that stand behind a dot.
func selectors(f *ast.File) map[*ast.Ident]bool {
	selected := map[*ast.Ident]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			selected[sel.Sel] = true
		}
		return true
	})
	return selected
}
