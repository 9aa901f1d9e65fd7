package yieldpoint

import (
	"go/ast"
	"go/types"
)

// binding is one value that the package gives to a variable or a field.
type binding struct {
	value ast.Expr // nil: unknown
	// part is set when the variable does not get the whole value.
	part part
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

// unbind records that the address of x is taken: anything may be written there.
func (s *state) unbind(x ast.Expr) {
	s.write(x, binding{})
}

// bindFields records the values of a struct's fields.
func (s *state) bindFields(x *ast.CompositeLit) {
	t := s.info.TypeOf(x)
	if t == nil {
		return
	}
	st, ok := coreType(t).(*types.Struct)
	if !ok {
		return
	}
	for i, e := range x.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			s.write(kv.Key, binding{value: kv.Value})
		} else if i < st.NumFields() {
			s.record(st.Field(i), binding{value: e})
		}
	}
}

func (s *state) write(lhs ast.Expr, b binding) {
	var obj types.Object
	switch lhs := ast.Unparen(lhs).(type) {
	case *ast.IndexExpr:
		s.recordElement(lhs, b)
	case *ast.Ident:
		obj = s.info.ObjectOf(lhs)
	case *ast.SelectorExpr:
		obj = s.info.Uses[lhs.Sel]
	}
	if v, ok := obj.(*types.Var); ok {
		s.record(v, b)
	}
}

func (s *state) record(v *types.Var, b binding) {
	v = v.Origin()
	s.bindings[v] = append(s.bindings[v], b)
}

// maxValues is how many values of one variable are told apart.
const maxValues = 4

// values returns all values that a variable or field can have, besides nil; nothing
// if they are too many or not all known.
func (s *state) values(v *types.Var) []binding {
	v = v.Origin()
	list := s.bindings[v]
	if len(list) > maxValues || v.Pkg() != s.pass.Pkg {
		return nil
	}
	// Another package may assign to an exported variable or field.
	if v.Exported() && (v.IsField() || v.Parent() == s.pass.Pkg.Scope()) {
		return nil
	}
	for _, b := range list {
		if b.value == nil {
			return nil
		}
	}
	return list
}

// only returns the value of a variable that has exactly one.
func (s *state) only(v *types.Var) (ast.Expr, bool) {
	list := s.values(v)
	if len(list) != 1 || list[0].part != whole {
		return nil, false
	}
	return list[0].value, true
}
