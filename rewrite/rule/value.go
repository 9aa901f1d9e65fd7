package rule

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/program"
)

// FuncValue returns the module's function that e names, by itself or as a
// method of a value, and the identifier that names it. It returns nil when e
// is anything else.
func FuncValue(p *program.Program, f *program.File, e ast.Expr) (*program.Func, *ast.Ident) {
	var id *ast.Ident
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		id = e.Sel
	default:
		return nil, nil
	}
	obj, _ := f.Info().Uses[id].(*types.Func)
	return p.Func(obj), id
}

// Settled reports whether calling the function value e later calls what it
// names now: a function, or a method of something that does not change.
func Settled(p *program.Program, f *program.File, e ast.Expr) bool {
	if p.Stable(f, e) {
		return true
	}
	sel, selection := methodOf(f, e)
	if selection == nil || throughPointer(selection) {
		return false
	}
	if takesAddress(selection) {
		_, isName := ast.Unparen(sel.X).(*ast.Ident)
		return isName
	}
	return p.Stable(f, sel.X)
}

// MadeType returns the type T in T{}, &T{} or new(T), or nil.
func MadeType(e ast.Expr) ast.Expr {
	e = ast.Unparen(e)
	if unary, ok := e.(*ast.UnaryExpr); ok && unary.Op == token.AND {
		e = ast.Unparen(unary.X)
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		return e.Type
	case *ast.CallExpr:
		if id, ok := e.Fun.(*ast.Ident); ok && id.Name == "new" && len(e.Args) == 1 {
			return e.Args[0]
		}
	}
	return nil
}

// HandOver edits a function value where a function that takes just a task is
// wanted. result is the function's result type, or "". The value must be
// settled, and a proposal must have listed its name in Values.
func (e *Editor) HandOver(x ast.Expr, result string) {
	fn, id := FuncValue(e.Program, e.File(x), x)
	if fn != nil && e.Takes(fn) {
		if name := e.Explicit(fn); name != id.Name {
			e.Insert(id.End(), strings.TrimPrefix(name, id.Name))
		}
		return
	}
	head := "func(_ " + e.Aio(x, "Context") + ") { "
	if result != "" {
		head = "func(_ " + e.Aio(x, "Context") + ") " + result + " { return "
	}
	e.Wrap(x, head, "() }")
}

// YieldsArg reports whether the function that a call is given to run reaches
// a kind of yield that is marked, through static calls, or needs a task.
func (p *Pass) YieldsArg(f *program.File, call *ast.CallExpr) bool {
	return p.Tasks[call] || p.YieldsValue(f, call.Args[0])
}

// YieldsValue reports whether a function value, called, reaches a kind of
// yield that is marked, through static calls.
func (p *Pass) YieldsValue(f *program.File, e ast.Expr) bool {
	facts := p.Facts.Yields(f.Pkg)
	if facts == nil {
		return false
	}
	if lit, ok := ast.Unparen(e).(*ast.FuncLit); ok {
		return facts.Lit(lit).Kinds(true).Intersects(catalog.Marked)
	}
	_, id := FuncValue(p.Program, f, e)
	if id == nil {
		return false
	}
	fn, _ := f.Info().Uses[id].(*types.Func)
	return fn != nil && facts.Func(fn).Kinds(true).Intersects(catalog.Marked)
}
