package annotation

import (
	"go/types"
	"strings"
)

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
