package reach

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// readCall records a call, and reports whether its arguments are to be read.
func (n *node) readCall(info *types.Info, x *ast.CallExpr) bool {
	fn, _ := typeutil.Callee(info, x).(*types.Func)
	if fn != nil {
		name := catalog.FuncName(fn)
		// What runs once in a process is not what its callers wait for.
		if name == "sync.(*Once).Do" || strings.HasPrefix(name, "sync.Once") {
			return false
		}
		if !computes(info, x, fn) {
			n.call(info, fn, x.Args)
		}
	}
	for _, arg := range x.Args {
		// A function that is passed counts as called.
		switch arg := ast.Unparen(arg).(type) {
		case *ast.Ident:
			n.callObject(info, info.Uses[arg])
		case *ast.SelectorExpr:
			n.callObject(info, info.Uses[arg.Sel])
		}
	}
	return true
}

func (n *node) callObject(info *types.Info, obj types.Object) {
	if fn, ok := obj.(*types.Func); ok {
		n.call(info, fn, nil)
	}
}

// call records a call of fn. What the catalog says of a function with a line of its
// own is taken for the whole truth.
func (n *node) call(info *types.Info, fn *types.Func, args []ast.Expr) {
	name := catalog.FuncName(fn)
	if k, ok := primitives[name]; ok {
		n.wait(k, name)
		return
	}
	if !classified(name) {
		n.calls[name] = true
		return
	}
	e, _ := catalog.LookupName(name)
	for _, k := range e.Kinds.Kinds() {
		n.wait(k, name)
	}
	for _, i := range e.Param {
		if e.Kinds == 0 {
			n.stream(info, fn, i, args)
		}
	}
}

// stream records what fn does with a parameter that it reads from or writes to:
// it calls the methods of the argument's type, if that is known.
func (n *node) stream(info *types.Info, fn *types.Func, i int, args []ast.Expr) {
	params := fn.Signature().Params()
	if i < 0 || i >= len(args) || i >= params.Len() {
		n.wait(catalog.IO, catalog.FuncName(fn))
		return
	}
	t := info.TypeOf(args[i])
	iface, ok := params.At(i).Type().Underlying().(*types.Interface)
	if !ok || t == nil || types.IsInterface(t) && !isHash(t) {
		n.wait(catalog.IO, catalog.FuncName(fn))
		return
	}
	for m := range iface.Methods() {
		obj, _, _ := types.LookupFieldOrMethod(t, true, m.Pkg(), m.Name())
		if method, ok := obj.(*types.Func); ok && !isHash(t) {
			n.call(info, method, nil)
		}
	}
}

// computes reports whether x is a method call on a hash, which is a writer that
// only computes.
func computes(info *types.Info, x *ast.CallExpr, fn *types.Func) bool {
	sel, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr)
	if !ok || fn.Signature().Recv() == nil {
		return false
	}
	t := info.TypeOf(sel.X)
	return t != nil && isHash(t)
}

// isHash reports whether t has the methods that tell a hash from another writer.
func isHash(t types.Type) bool {
	for _, name := range []string{"Write", "Sum", "BlockSize"} {
		if obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name); obj == nil {
			return false
		}
	}
	return true
}
