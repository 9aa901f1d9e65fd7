package yieldpoint

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

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
