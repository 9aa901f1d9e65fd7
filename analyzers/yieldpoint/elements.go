package yieldpoint

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// maxElements is how many elements of one table are told apart.
const maxElements = 32

// recordElement records that lhs, an element of a variable or field, gets a value
// that may be called.
func (s *state) recordElement(lhs *ast.IndexExpr, b binding) {
	v := s.variable(lhs.X)
	if v == nil || b.part != whole || b.value == nil {
		return
	}
	if t := s.info.TypeOf(lhs); t != nil && callableType(t) {
		v = v.Origin()
		s.elements[v] = append(s.elements[v], b.value)
	}
}

// element resolves an element of a map, a slice or an array: softly to all that the
// package is seen to put there, and to what nobody sees.
func (s *state) element(table, e ast.Expr, fuel int) callable {
	all := unresolved(catalog.Dyn, "function value "+types.ExprString(e))
	v := s.variable(table)
	if v == nil {
		return all
	}
	values := s.elementsOf(v.Origin())
	if len(values) > maxElements {
		return all
	}
	for _, value := range values {
		all.targets = append(all.targets, s.follow(value, fuel-1).softened().targets...)
	}
	return all
}

// elementsOf returns what the package puts into a variable's value: in the
// literals and calls of append that it is given, and by assignments to its elements.
func (s *state) elementsOf(v *types.Var) []ast.Expr {
	list := append([]ast.Expr(nil), s.elements[v]...)
	for _, b := range s.bindings[v] {
		if b.value == nil || b.part != whole {
			continue
		}
		switch x := ast.Unparen(b.value).(type) {
		case *ast.CompositeLit:
			for _, elt := range x.Elts {
				if kv, ok := elt.(*ast.KeyValueExpr); ok {
					elt = kv.Value
				}
				list = append(list, elt)
			}
		case *ast.CallExpr:
			if s.isBuiltin(x, "append") && !x.Ellipsis.IsValid() {
				list = append(list, x.Args[1:]...)
			}
		}
	}
	return list
}
