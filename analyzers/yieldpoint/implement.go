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
	for _, named := range s.typesWithMethods(pkg).having(method) {
		t := types.NewPointer(named)
		obj, _, _ := types.LookupFieldOrMethod(t, true, pkg, method)
		if fn, ok := obj.(*types.Func); ok && !isInterfaceMethod(fn) && types.Implements(t, iface) {
			list = append(list, fn)
		}
	}
	return list
}

// methodTypes are the types of a package that may have methods, in the order of
// their names, and by the methods that they may have: most ask for one that few have.
type methodTypes struct {
	all       []*types.Named
	embedding []int // numbers of those that have whatever is embedded
	declaring map[string][]int
}

// having returns the types that may have a method of that name.
func (m *methodTypes) having(name string) []*types.Named {
	numbers := slices.Concat(m.embedding, m.declaring[name])
	slices.Sort(numbers)
	var list []*types.Named
	for _, i := range slices.Compact(numbers) {
		list = append(list, m.all[i])
	}
	return list
}

func (s *state) typesWithMethods(pkg *types.Package) *methodTypes {
	if known := s.withMethods[pkg]; known != nil {
		return known
	}
	types := &methodTypes{declaring: make(map[string][]int)}
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		if named := namedWithMethods(scope.Lookup(name)); named != nil {
			types.add(named)
		}
	}
	s.withMethods[pkg] = types
	return types
}

// namedWithMethods returns the type that obj declares if it may have methods of which
// somebody could ask for an implementation, else nil.
func namedWithMethods(obj types.Object) *types.Named {
	tn, ok := obj.(*types.TypeName)
	if !ok || tn.IsAlias() || types.IsInterface(tn.Type()) {
		return nil
	}
	named, ok := tn.Type().(*types.Named)
	if !ok || named.TypeParams().Len() > 0 {
		return nil
	}
	return named
}

func (m *methodTypes) add(named *types.Named) {
	i := len(m.all)
	switch {
	case embeds(named):
		m.embedding = append(m.embedding, i)
	case named.NumMethods() == 0:
		return
	}
	m.all = append(m.all, named)
	for method := range named.Methods() {
		m.declaring[method.Name()] = append(m.declaring[method.Name()], i)
	}
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
