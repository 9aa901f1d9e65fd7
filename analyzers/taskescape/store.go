package taskescape

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
)

// assignment reports what outlives the function. The values may be the results of
// one call.
func (c *checker) assignment(n *ast.AssignStmt) {
	for i, lhs := range n.Lhs {
		if len(n.Lhs) == len(n.Rhs) {
			c.assign(lhs, n.Rhs[i])
		} else {
			c.assign(lhs, lhs)
		}
	}
}

// assign reports a Context that is assigned to something that outlives the
// function; at is what the finding points at.
func (c *checker) assign(lhs, at ast.Expr) {
	lhs = ast.Unparen(lhs)
	if !color.IsContext(c.info.TypeOf(lhs)) || isNil(c.info, at) {
		return
	}
	switch lhs := lhs.(type) {
	case *ast.SelectorExpr:
		if v, ok := c.info.Uses[lhs.Sel].(*types.Var); ok && v.IsField() {
			c.report(at, "is stored in a field")
		} else {
			c.report(at, "is stored in a package variable")
		}
	case *ast.IndexExpr:
		c.report(at, "is stored in an element")
	case *ast.Ident:
		if v, ok := c.info.Uses[lhs].(*types.Var); ok && v.Parent() == c.pass.Pkg.Scope() {
			c.report(at, "is stored in a package variable")
		}
	}
}

// appended reports Contexts that are appended to a slice.
func (c *checker) appended(call *ast.CallExpr) {
	built, _ := typeutil.Callee(c.info, call).(*types.Builtin)
	if built == nil || built.Name() != "append" || call.Ellipsis.IsValid() {
		return
	}
	for _, arg := range call.Args[1:] {
		if color.IsContext(c.info.TypeOf(arg)) {
			c.report(arg, "is stored in an element")
		}
	}
}

// literal reports a Context in a composite literal. The type of a literal may be
// left out, also where it stands for a pointer.
func (c *checker) literal(n *ast.CompositeLit) {
	t := c.info.TypeOf(n)
	if t == nil {
		return
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, isStruct := t.Underlying().(*types.Struct)
	for i, e := range n.Elts {
		var field types.Type
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			e = kv.Value
			if id, ok := kv.Key.(*ast.Ident); ok && isStruct {
				field = c.info.TypeOf(id)
			}
		} else if isStruct && i < st.NumFields() {
			field = st.Field(i).Type()
		}
		switch {
		case isNil(c.info, e):
		case isStruct && color.IsContext(field):
			c.report(e, "is stored in a field")
		case !isStruct && elementIsContext(t):
			c.report(e, "is stored in an element")
		}
	}
}

func elementIsContext(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Slice:
		return color.IsContext(t.Elem())
	case *types.Array:
		return color.IsContext(t.Elem())
	case *types.Map:
		return color.IsContext(t.Elem())
	}
	return false
}
