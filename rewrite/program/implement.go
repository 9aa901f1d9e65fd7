package program

import (
	"cmp"
	"go/types"
	"slices"
)

// Implementing returns the methods of the module that a call of an interface's method
// may reach: those that the module's types have by which they satisfy the interface,
// of their own or of a struct that they embed. A method of no interface has none.
func (p *Program) Implementing(m *types.Func) []*Func {
	if m == nil || m.Signature().Recv() == nil {
		return nil
	}
	iface, ok := m.Signature().Recv().Type().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	if known, ok := p.implementing[m]; ok {
		return known
	}
	var list []*Func
	for _, t := range p.typesWith(m.Name()) {
		methods := types.NewMethodSet(types.NewPointer(t))
		if !Implements(methods, iface, IsGeneric(t)) {
			continue
		}
		obj, _ := MethodNamed(methods, m.Name()).Obj().(*types.Func)
		if fn := p.Func(obj); fn != nil && !slices.Contains(list, fn) {
			list = append(list, fn)
		}
	}
	slices.SortFunc(list, func(a, b *Func) int { return cmp.Compare(a.Node().Pos(), b.Node().Pos()) })
	p.implementing[m] = list
	return list
}

// typesWith returns the module's types that have a method of that name.
func (p *Program) typesWith(method string) []types.Type {
	if p.implementing == nil {
		p.implementing = map[*types.Func][]*Func{}
		p.byMethod = map[string][]types.Type{}
		for _, pkg := range p.Module.Packages {
			scope := pkg.Types.Scope()
			for _, name := range scope.Names() {
				obj, ok := scope.Lookup(name).(*types.TypeName)
				if !ok || obj.IsAlias() || types.IsInterface(obj.Type()) {
					continue
				}
				for sel := range types.NewMethodSet(types.NewPointer(obj.Type())).Methods() {
					name := sel.Obj().Name()
					p.byMethod[name] = append(p.byMethod[name], obj.Type())
				}
			}
		}
	}
	return p.byMethod[method]
}

// Implements reports whether a method set has all methods of an interface. Packages were
// loaded in variants whose types are not identical, so methods are compared by how they
// are written. For generic types the names decide, as their signatures cannot be compared.
func Implements(methods *types.MethodSet, iface *types.Interface, generic bool) bool {
	for m := range iface.Methods() {
		sel := MethodNamed(methods, m.Name())
		if sel == nil || !m.Exported() && sel.Obj().Pkg().Path() != m.Pkg().Path() {
			return false
		}
		if !generic && typeKey(sel.Obj().Type()) != typeKey(m.Type()) {
			return false
		}
	}
	return true
}

// MethodNamed returns the method of that name, of whichever package, or nil.
func MethodNamed(methods *types.MethodSet, name string) *types.Selection {
	for sel := range methods.Methods() {
		if sel.Obj().Name() == name {
			return sel
		}
	}
	return nil
}

// IsGeneric reports whether t is declared with type parameters.
func IsGeneric(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.TypeParams().Len() > 0
}
