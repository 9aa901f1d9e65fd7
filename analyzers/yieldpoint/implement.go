package yieldpoint

import (
	"go/types"
	"slices"
	"strings"
)

// implementations returns the methods that may be meant by the interface method
// fn: those of the types of this package, of the packages it imports, and of
// the package that declares the interface. Types elsewhere are not seen.
func (s *state) implementations(fn *types.Func) []*types.Func {
	if list, ok := s.implementers[fn]; ok {
		return list
	}
	iface, _ := fn.Signature().Recv().Type().Underlying().(*types.Interface)
	if iface == nil {
		return nil
	}
	var list []*types.Func
	seen := make(map[*types.Package]bool)
	pkgs := append([]*types.Package{s.pass.Pkg, fn.Pkg()}, s.pass.Pkg.Imports()...)
	slices.SortStableFunc(pkgs, func(a, b *types.Package) int { return strings.Compare(a.Path(), b.Path()) })
	for _, pkg := range pkgs {
		if !seen[pkg] && !s.catalogued(pkg) {
			seen[pkg] = true
			list = appendImplementations(list, pkg, iface, fn.Name())
		}
	}
	s.implementers[fn] = list
	return list
}

func appendImplementations(list []*types.Func, pkg *types.Package, iface *types.Interface, method string) []*types.Func {
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() || types.IsInterface(tn.Type()) {
			continue
		}
		named, ok := tn.Type().(*types.Named)
		if !ok || named.TypeParams().Len() > 0 {
			continue
		}
		t := types.NewPointer(named)
		obj, _, _ := types.LookupFieldOrMethod(t, true, pkg, method)
		if fn, ok := obj.(*types.Func); ok && !isInterfaceMethod(fn) && types.Implements(t, iface) {
			list = append(list, fn)
		}
	}
	return list
}
