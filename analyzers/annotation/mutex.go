package annotation

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/internal/directive"
)

// badMutexes returns what is wrong with the mutexes of guarded-by, by the
// position of the comment.
func badMutexes(pass *analysis.Pass, f *ast.File) map[token.Pos]string {
	bad := make(map[token.Pos]string)
	check := func(list []directive.Directive, owner types.Type) {
		for _, d := range list {
			if d.Assumes(directive.AssumeGuardedBy) && !isMutex(pass.Pkg, owner, d.Args[1]) {
				bad[d.Pos] = fmt.Sprintf("//asyncport:assume guarded-by %s: %s", d.Args[1], noMutex(owner))
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StructType:
			for _, field := range n.Fields.List {
				check(directive.ForField(field), pass.TypesInfo.TypeOf(n))
			}
		case *ast.GenDecl:
			for _, spec := range n.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && pass.Pkg.Scope().Lookup(v.Names[0].Name) == pass.TypesInfo.Defs[v.Names[0]] {
					check(directive.ForVar(n, v), nil)
				}
			}
		}
		return true
	})
	return bad
}

func noMutex(owner types.Type) string {
	if owner != nil {
		return "no field of the struct and no variable of the package that can be locked has this name"
	}
	return "no variable of the package that can be locked has this name"
}

// isMutex reports whether the path names something with a method Lock: fields
// of owner, when that is a struct, or a variable of the package and its
// fields.
func isMutex(pkg *types.Package, owner types.Type, path string) bool {
	first, rest, _ := strings.Cut(path, ".")
	var t types.Type
	if owner != nil {
		t = fieldType(pkg, owner, first)
	}
	if v, ok := pkg.Scope().Lookup(first).(*types.Var); ok && t == nil {
		t = v.Type()
	}
	for t != nil && rest != "" {
		first, rest, _ = strings.Cut(rest, ".")
		t = fieldType(pkg, t, first)
	}
	if t == nil {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, pkg, "Lock")
	_, ok := obj.(*types.Func)
	return ok
}

// fieldType returns the type of a field that can be selected from a value of
// type t, nil if there is none.
func fieldType(pkg *types.Package, t types.Type, name string) types.Type {
	obj, _, _ := types.LookupFieldOrMethod(t, true, pkg, name)
	if v, ok := obj.(*types.Var); ok {
		return v.Type()
	}
	return nil
}
