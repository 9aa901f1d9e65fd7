package explore

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
)

// program makes the SSA form of the package of a pass. Other packages are there by
// name: those that it imports, and those whose functions and variables it refers to.
// What else they import, which may be hundreds of packages, is left out; methods of
// types there are made where they are met.
func program(pass *analysis.Pass) (*ssa.Program, *ssa.Package) {
	prog := ssa.NewProgram(pass.Fset, ssa.InstantiateGenerics)
	for _, p := range pass.Pkg.Imports() {
		declare(prog, p)
	}
	for _, obj := range pass.TypesInfo.Uses {
		if obj.Pkg() != pass.Pkg {
			declare(prog, obj.Pkg())
		}
	}
	pkg := prog.CreatePackage(pass.Pkg, pass.Files, pass.TypesInfo, false)
	pkg.Build()
	return prog, pkg
}

// declare makes a package known to the program, if it is not.
func declare(prog *ssa.Program, p *types.Package) {
	if p != nil && prog.Package(p) == nil {
		prog.CreatePackage(p, nil, nil, true)
	}
}

// concurrent reports whether the package starts goroutines.
func concurrent(pass *analysis.Pass) bool {
	found := false
	for _, f := range pass.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.GoStmt, *ast.SendStmt, *ast.SelectStmt:
				found = true
			}
			return !found
		})
	}
	return found
}
