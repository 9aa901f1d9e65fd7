package yieldpoint

import (
	"go/ast"
	"go/types"

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
	if policy() >= DeclaredInterfaces {
		if c, ok := s.assumedCall(fn.Origin(), catalog.FuncName(fn)); ok {
			return c
		}
	}
	entry, listed := catalog.Lookup(fn)
	if listed && entry.Hard() && policy() >= DeclaredInterfaces {
		return entryCall(entry, fn)
	}
	if listed && entry.Kinds == 0 || !listed && (innocentMethod(fn) || isLogger(fn)) {
		return callable{}
	}
	if made, _ := s.maker(x, maxResolve); listed && made != nil {
		entry.Kinds, entry.Param = 0, []int{catalog.Receiver}
		return entryCall(entry, fn)
	}
	if x != nil && fuel > 0 {
		if v := s.variable(x); v != nil {
			if c, ok := s.methodOfValue(v, x, fn, fuel); ok {
				return c
			}
		}
	}
	return s.anyMethod(fn)
}

// anyMethod resolves an interface method about whose receiver nothing is known.
func (s *state) anyMethod(fn *types.Func) callable {
	c, ok := s.anyMethods[fn]
	if !ok {
		c = s.resolveAnyMethod(fn)
		s.anyMethods[fn] = c
	}
	return c
}

func (s *state) resolveAnyMethod(fn *types.Func) callable {
	if takesContext(fn.Signature()) {
		return unresolved(catalog.Await, catalog.FuncName(fn)) // no guess: the signature says so
	}
	if policy() < DeclaredInterfaces {
		return callable{}
	}
	if c, ok := s.assumedCall(fn.Origin(), catalog.FuncName(fn)); ok {
		return c
	}
	if entry, ok := catalog.Lookup(fn); ok {
		return entryCall(entry, fn)
	}
	if s.catalogued(fn.Pkg()) || policy() < ImplementedInterfaces {
		return callable{}
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
