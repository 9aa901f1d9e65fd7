package dispatch

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// Witness says why the call of an interface's method may wait: a type is behind the
// interface whose method does.
type Witness struct {
	Kinds     catalog.Set    // what the method is certain to wait for
	Type      string         // "*http.Client"
	Interface string         // "job.HTTPHandler"
	Method    string         // "net/http.(*Client).Do"
	Pos       token.Position // of the conversion; relative to the module
}

// String says it in one line.
func (w *Witness) String() string {
	return fmt.Sprintf("%s gets into %s at %s:%d, and %s waits (%s)", w.Type, w.Interface, w.Pos.Filename, w.Pos.Line, w.Method, w.Kinds)
}

// Call returns the witness of a call, or nil: the call is not one of an interface's
// method, something else says what it waits for, or nothing is seen behind it that
// waits. yields is what is known of the package that the call stands in.
func (t *Table) Call(info *types.Info, call *ast.CallExpr, yields *yieldpoint.Result) *Witness {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	selection := info.Selections[sel]
	if selection == nil || selection.Kind() != types.MethodVal {
		return nil
	}
	fn, _ := selection.Obj().(*types.Func)
	recv := fn.Signature().Recv().Type()
	if !types.IsInterface(recv) || !yields.Undecided(fn) {
		return nil
	}
	// The interface that embeds the method's may be the one that values are converted to.
	iface := selection.Recv()
	if !types.IsInterface(iface) {
		iface = recv // promoted through a struct
	}
	if isTypeParam(iface) {
		return nil
	}
	return t.method(iface, fn, strings.HasSuffix(t.mod.Fset.Position(call.Pos()).Filename, "_test.go"))
}

// method looks for a type behind the interface whose method waits. What the module
// converts itself is enough alone; of what another one does all has to wait.
func (t *Table) method(iface types.Type, fn *types.Func, test bool) *Witness {
	var other *Witness
	all := true
	for _, c := range t.conversions(iface) {
		if c.test && !test {
			continue
		}
		m := methodOf(c.from, fn, iface)
		if m == nil {
			continue
		}
		kinds := t.kinds(m) & catalog.Marked
		switch {
		case kinds != 0 && c.own:
			return t.witness(c, iface, m, kinds)
		case kinds != 0 && other == nil:
			other = t.witness(c, iface, m, kinds)
		case kinds == 0 && !c.own:
			all = false
		}
	}
	if all {
		return other
	}
	return nil
}

func (t *Table) witness(c conversion, iface types.Type, m *types.Func, kinds catalog.Set) *Witness {
	pos := t.mod.Fset.Position(c.pos)
	pos.Filename = t.mod.RelPath(pos.Filename)
	return &Witness{
		Kinds:     kinds,
		Type:      types.TypeString(c.from, (*types.Package).Name),
		Interface: types.TypeString(iface, (*types.Package).Name),
		Method:    catalog.FuncName(m),
		Pos:       pos,
	}
}

// methodOf returns the method of t that a call of fn runs, if t has all methods of
// the interface. Another interface tells by what the catalog says of it.
func methodOf(t types.Type, fn *types.Func, iface types.Type) *types.Func {
	for m := range iface.Underlying().(*types.Interface).Methods() {
		if lookup(t, m) == nil {
			return nil
		}
	}
	m := lookup(t, fn)
	if recv := m.Signature().Recv(); types.IsInterface(recv.Type()) && (m.Pkg() == nil || !catalog.Std(m.Pkg().Path())) {
		return nil
	}
	return m
}

func lookup(t types.Type, m *types.Func) *types.Func {
	obj, _, _ := types.LookupFieldOrMethod(t, false, m.Pkg(), m.Name())
	fn, _ := obj.(*types.Func)
	return fn
}
