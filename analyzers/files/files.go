// Package files puts the files of a package in an order of their own.
package files

import (
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// ByName returns the files of a pass ordered by their names. Drivers hand them over in
// any order: where a count bounds what an analyzer looks at, which functions it reaches
// must not depend on that.
func ByName(pass *analysis.Pass) []*ast.File {
	name := func(f *ast.File) string { return pass.Fset.File(f.FileStart).Name() }
	return slices.SortedFunc(slices.Values(pass.Files), func(a, b *ast.File) int { return strings.Compare(name(a), name(b)) })
}
