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
			list = s.appendImplementations(list, pkg, iface, fn.Name())
		}
	}
	s.implementers[fn] = list
	return list
}

func (s *state) appendImplementations(list []*types.Func, pkg *types.Package, iface *types.Interface, method string) []*types.Func {
	for _, named := range s.typesWithMethods(pkg) {
		if !embeds(named) && !declares(named, method) {
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

// typesWithMethods returns the types of a package that may have methods, in the
// order of their names.
func (s *state) typesWithMethods(pkg *types.Package) []*types.Named {
	if list, ok := s.withMethods[pkg]; ok {
		return list
	}
	var list []*types.Named
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() || types.IsInterface(tn.Type()) {
			continue
		}
		named, ok := tn.Type().(*types.Named)
		if ok && named.TypeParams().Len() == 0 && (named.NumMethods() > 0 || embeds(named)) {
			list = append(list, named)
		}
	}
	s.withMethods[pkg] = list
	return list
}

// declares reports whether a type has a method of that name of its own.
func declares(t *types.Named, name string) bool {
	for m := range t.Methods() {
		if m.Name() == name {
			return true
		}
	}
	return false
}

// embeds reports whether a type may have methods of embedded fields.
func embeds(t types.Type) bool {
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range st.Fields() {
		if f.Embedded() {
			return true
		}
	}
	return false
}
