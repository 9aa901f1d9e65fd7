package yieldpoint

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// variableValue resolves a variable or field of function type: to the parameter
// that it is, and to the values that it is given. A single value is certain, several
// are alternatives, and so is another value of a parameter.
func (s *state) variableValue(v *types.Var, e ast.Expr, fuel int) (callable, bool) {
	var all callable
	_, isParam := s.params[v]
	if isParam {
		all.param = v
	}
	values := s.values(v)
	unknown := unresolved(catalog.Dyn, "function value "+types.ExprString(e))
	for _, b := range values {
		c := s.boundValue(b, e, fuel)
		if isParam || len(values) > 1 {
			c = c.alternative(s.concerns(b.value, e))
		}
		all.add(c, unknown)
	}
	return all, isParam || len(values) > 0
}

// add joins what d may run; unknown stands for a second parameter.
func (c *callable) add(d, unknown callable) {
	c.targets = append(slices.Clip(c.targets), d.targets...)
	switch {
	case d.param == nil || d.param == c.param && d.method == c.method:
	case c.param == nil:
		c.param, c.method = d.param, d.method
	default:
		c.targets = append(c.targets, unknown.targets...)
	}
}

// boundValue resolves one value. The elements of a parameter, as of "opts
// ...Option", are as good as the parameter.
func (s *state) boundValue(b binding, e ast.Expr, fuel int) callable {
	switch b.part {
	case whole:
		return s.follow(b.value, fuel-1)
	case result:
		if c, ok := ast.Unparen(b.value).(*ast.CallExpr); ok && s.isLibraryCall(c) {
			return callable{}
		}
	case element:
		if v := s.variable(b.value); v != nil {
			if _, ok := s.params[v]; ok {
				return callable{param: v}
			}
		}
		return s.element(b.value, e, fuel)
	}
	return unresolved(catalog.Dyn, "function value "+types.ExprString(e))
}

// methodOfValue resolves a method of an interface variable or field in the same
// way.
func (s *state) methodOfValue(v *types.Var, x ast.Expr, fn *types.Func, fuel int) (callable, bool) {
	var all callable
	_, isParam := s.params[v]
	if isParam {
		all.param, all.method = v, fn.Name()
	}
	values := s.values(v)
	for _, b := range values {
		if b.part != whole {
			return s.anyMethod(fn), !isParam
		}
		c := s.methodOn(b.value, fn.Name(), fuel-1)
		if isParam || len(values) > 1 {
			c = c.alternative(s.concerns(b.value, x))
		}
		all.add(c, s.anyMethod(fn))
	}
	return all, isParam || len(values) > 0
}

// concerns reports whether what is written at value can be what x is: what only a test
// assigns is nothing to code that is none.
func (s *state) concerns(value, x ast.Expr) bool {
	return !s.inTest(value.Pos()) || s.inTest(x.Pos())
}
