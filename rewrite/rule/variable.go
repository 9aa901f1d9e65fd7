package rule

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
)

// Variable returns the variable or field that an identifier or a selector
// names; nil for any other expression.
func Variable(f *program.File, e ast.Expr) *types.Var {
	var id *ast.Ident
	switch x := ast.Unparen(e).(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		id = x.Sel
	default:
		return nil
	}
	v, _ := f.Info().ObjectOf(id).(*types.Var)
	if v == nil {
		return nil
	}
	return v.Origin()
}

// Receiver returns the variable or field whose own method a call calls, or nil
// when it is not named by an identifier or a selector.
func Receiver(f *program.File, call *ast.CallExpr) *types.Var {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	if selection := f.Info().Selections[sel]; selection != nil && len(selection.Index()) > 1 {
		return nil // promoted from an embedded field
	}
	return Variable(f, sel.X)
}

// MethodCall returns the call of a method on the variable or field that id
// names, with the method's name; nil when id is used in another way.
func MethodCall(p *program.Program, id *ast.Ident) (*ast.CallExpr, string) {
	var x ast.Node = id
	if sel, ok := p.Parent(x).(*ast.SelectorExpr); ok && sel.Sel == id {
		x = sel
	}
	method, ok := p.Parent(x).(*ast.SelectorExpr)
	if !ok || method.X != x {
		return nil, ""
	}
	call, ok := p.Parent(method).(*ast.CallExpr)
	if !ok || call.Fun != ast.Expr(method) {
		return nil, ""
	}
	return call, method.Sel.Name
}
