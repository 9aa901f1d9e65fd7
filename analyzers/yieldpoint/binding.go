package yieldpoint

import (
	"go/ast"
	"go/types"
)

// binding is what is known of a variable's value. A variable that is assigned
// exactly once in the package, and whose address is not taken, has the value
// of that expression; all others are unknown.
type binding struct {
	value ast.Expr // nil: unknown
	// part is set when the variable does not get the whole value.
	part   part
	writes int
}

type part int

const (
	whole   part = iota
	element      // an element, from a range over the value
	result       // one of several results of a call
)

func (s *state) bind(x ast.Node) {
	switch x := x.(type) {
	case *ast.AssignStmt:
		for i, lhs := range x.Lhs {
			s.write(lhs, bindingOf(x.Rhs, i, len(x.Lhs)))
		}
	case *ast.ValueSpec:
		for i, name := range x.Names {
			if len(x.Values) == 0 {
				continue // nil until it is assigned
			}
			s.write(name, bindingOf(x.Values, i, len(x.Names)))
		}
	}
}

// bindingOf is the value of the i-th of n variables.
func bindingOf(values []ast.Expr, i, n int) binding {
	if len(values) == n {
		return binding{value: values[i]}
	}
	return binding{value: values[0], part: result}
}

// bindRange records that the range variables hold elements of x.X.
func (s *state) bindRange(x *ast.RangeStmt) {
	if x.Key != nil {
		s.write(x.Key, binding{})
	}
	if x.Value != nil {
		s.write(x.Value, binding{value: x.X, part: element})
	}
}

func (s *state) unbind(x ast.Expr) {
	s.write(x, binding{})
	s.write(x, binding{})
}

func (s *state) write(lhs ast.Expr, b binding) {
	id, ok := ast.Unparen(lhs).(*ast.Ident)
	if !ok {
		return
	}
	v, ok := s.info.ObjectOf(id).(*types.Var)
	if !ok {
		return
	}
	b.writes = s.bindings[v].writes + 1
	s.bindings[v] = b
}

// bound returns the binding of a variable that has exactly one value.
func (s *state) bound(v *types.Var) (binding, bool) {
	b := s.bindings[v]
	if v.IsField() || b.writes != 1 || b.value == nil {
		return binding{}, false
	}
	// Another package may assign to an exported variable.
	if v.Exported() && v.Parent() == s.pass.Pkg.Scope() {
		return binding{}, false
	}
	return b, true
}
