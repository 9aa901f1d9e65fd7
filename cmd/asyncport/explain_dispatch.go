package main

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/dispatch"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
)

// behindInterfaces prints the function's calls of interface methods behind which a type
// is seen that waits. That is no chain of the function's: the conversion may stand in
// any package of the module.
func (e *explainer) behindInterfaces(fn *function, res *checker.Analysis) {
	decl, pkg := declarationOf(e.mod, fn.name)
	if decl == nil || decl.Body == nil {
		return
	}
	yields, _ := res.Result(pkg, yieldpoint.Analyzer).(*yieldpoint.Result)
	if yields == nil {
		return
	}
	table := dispatch.New(e.mod, dispatch.Certain(res.Fact))
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if w := table.Call(pkg.TypesInfo, call, yields); w != nil {
			at := e.mod.Fset.Position(call.Lparen)
			fmt.Fprintf(e.w, "  %s, seen behind an interface:\n    %s:%d: %s\n", w.Kinds, e.paths.show(e.mod.RelPath(at.Filename)), at.Line, w)
		}
		return true
	})
}

// declarationOf returns the declaration of one of the module's own functions, or nil.
func declarationOf(mod *load.Module, name string) (*ast.FuncDecl, *packages.Package) {
	for _, pkg := range mod.Packages {
		for _, file := range pkg.Syntax {
			for _, decl := range file.Decls {
				if decl, ok := decl.(*ast.FuncDecl); ok {
					if fn, ok := pkg.TypesInfo.Defs[decl.Name].(*types.Func); ok && catalog.FuncName(fn) == name {
						return decl, pkg
					}
				}
			}
		}
	}
	return nil, nil
}
