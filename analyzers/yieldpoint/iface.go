package yieldpoint

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// method resolves the call of method fn on x; x is nil when the receiver is not
// known.
func (s *state) method(fn *types.Func, x ast.Expr) callable {
	if e, ok := s.valueEntry(x, fn); ok {
		return entryCall(e, fn)
	}
	if e, ok := s.typeEntry(x, fn); ok {
		return entryCall(e, fn)
	}
	if !isInterfaceMethod(fn) {
		return s.function(fn)
	}
	return s.interfaceMethod(fn, x, maxResolve)
}

// interfaceMethod resolves the call of an interface method: by the catalog, by
// the values that x can have, by the parameter that x is, and
// last by the implementations that are known here.
func (s *state) interfaceMethod(fn *types.Func, x ast.Expr, fuel int) callable {
	entry, listed := catalog.Lookup(fn)
	if listed && entry.Hard() {
		return entryCall(entry, fn)
	}
	if listed && entry.Kinds == 0 || !listed && innocentMethod(fn) {
		return callable{}
	}
	if made, _ := s.maker(x, maxResolve); listed && made != nil {
		entry.Kinds, entry.Param = 0, []int{catalog.Receiver}
		return entryCall(entry, fn)
	}
	if x != nil && fuel > 0 {
		if v := s.variable(x); v != nil {
			if c, ok := s.methodOfValue(v, fn, fuel); ok {
				return c
			}
		}
	}
	return s.anyMethod(fn)
}

// anyMethod resolves an interface method about whose receiver nothing is known.
func (s *state) anyMethod(fn *types.Func) callable {
	if entry, ok := catalog.Lookup(fn); ok {
		return entryCall(entry, fn)
	}
	if fn.Pkg() == nil || catalog.Std(fn.Pkg().Path()) {
		return callable{}
	}
	if takesContext(fn.Signature()) {
		return unresolved(catalog.Await, catalog.FuncName(fn))
	}
	var all callable
	found := s.implementations(fn)
	for _, m := range found {
		all.targets = append(all.targets, s.method(m, nil).targets...)
	}
	if len(found) == 0 {
		return unresolved(catalog.Dyn, "interface method "+catalog.FuncName(fn))
	}
	return all.softened()
}

// methodOn resolves the method of that name on the value of x.
func (s *state) methodOn(x ast.Expr, name string, fuel int) callable {
	t := s.info.TypeOf(x)
	if t == nil || types.Identical(t, types.Typ[types.UntypedNil]) {
		return callable{}
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, s.pass.Pkg, name)
	fn, ok := obj.(*types.Func)
	if !ok {
		return callable{}
	}
	if e, ok := s.valueEntry(x, fn); ok {
		return entryCall(e, fn)
	}
	if isInterfaceMethod(fn) {
		if !types.IsInterface(t) {
			x = nil // promoted from an embedded interface
		}
		return s.interfaceMethod(fn, x, fuel)
	}
	return s.function(fn)
}

// variable returns the variable or field that x names, or nil.
func (s *state) variable(x ast.Expr) *types.Var {
	var obj types.Object
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		obj = s.info.ObjectOf(x)
	case *ast.SelectorExpr:
		obj = s.info.Uses[x.Sel]
	}
	v, _ := obj.(*types.Var)
	return v
}

// valueEntry looks up what the catalog says of one variable or field, such as
// the body of an HTTP response, whose type alone does not tell.
func (s *state) valueEntry(x ast.Expr, fn *types.Func) (catalog.Entry, bool) {
	sel, ok := ast.Unparen(orNil(x)).(*ast.SelectorExpr)
	if !ok {
		return catalog.Entry{}, false
	}
	v, ok := s.info.Uses[sel.Sel].(*types.Var)
	if !ok || v.Pkg() == nil {
		return catalog.Entry{}, false
	}
	name := v.Pkg().Path() + "."
	if v.IsField() {
		selection := s.info.Selections[sel]
		if selection == nil {
			return catalog.Entry{}, false
		}
		name += typeName(selection.Recv()) + "."
	}
	name += v.Name()
	return entryUnder(name, fn)
}

// entryUnder looks up a method of the value or type of that name, and gives
// the entry the method's full name.
func entryUnder(name string, fn *types.Func) (catalog.Entry, bool) {
	e, ok := catalog.LookupName(name + "." + fn.Name())
	if !ok || !strings.HasPrefix(e.Name, name+".") {
		return catalog.Entry{}, false
	}
	e.Name = name + "." + fn.Name()
	return e, true
}

// typeEntry looks up what the catalog says of the static type of x, which may
// have the method from a type or an interface that it embeds.
func (s *state) typeEntry(x ast.Expr, fn *types.Func) (catalog.Entry, bool) {
	if x == nil {
		return catalog.Entry{}, false
	}
	named := namedOf(s.info.TypeOf(x))
	if named == nil || named.Obj().Pkg() == nil || named == namedOf(fn.Signature().Recv().Type()) {
		return catalog.Entry{}, false
	}
	return entryUnder(named.Obj().Pkg().Path()+"."+named.Obj().Name(), fn)
}

func orNil(x ast.Expr) ast.Expr {
	if x == nil {
		return &ast.BadExpr{}
	}
	return x
}

func entryCall(e catalog.Entry, fn *types.Func) callable {
	name := e.Name
	if e.Default && strings.HasSuffix(name, "*") {
		name = catalog.FuncName(fn)
	}
	return callable{targets: []target{{
		name: name, sig: fn.Signature(), entry: &e, hard: true,
	}}}
}

// innocentMethod reports whether an interface method is by convention not
// allowed to wait. The methods' implementations are checked instead: see
// innocent.go.
func innocentMethod(fn *types.Func) bool {
	name, sig := fn.Name(), fn.Signature()
	switch name {
	case "Error", "String", "GoString", "Len", "Less", "Swap", "Is", "As", "Unwrap", "Hash", "Equal":
		return true
	}
	return strings.Contains(typeName(sig.Recv().Type()), "Logger")
}

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
		if !seen[pkg] && !catalog.Std(pkg.Path()) {
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
