package values

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// transfers are the methods by which a stream is known.
var transfers = []string{"Read", "Write"}

// isStream reports whether a type leaves it open what is read from or written to: an
// interface with such a method, or a type of the standard library that may pass on what
// another stream does, as *bufio.Reader.
func isStream(t types.Type) bool {
	if !types.IsInterface(t) {
		ptr, ok := t.Underlying().(*types.Pointer)
		if !ok {
			return false
		}
		named, ok := types.Unalias(ptr.Elem()).(*types.Named)
		if !ok || named.Obj().Pkg() == nil || !catalog.Std(named.Obj().Pkg().Path()) {
			return false
		}
		if named.Obj().Pkg().Path() == "bufio" {
			return true // a Scanner, too, which calls reading something else
		}
	}
	return isReadOrWritten(t)
}

// isReadOrWritten reports whether values of type t have a method by which a stream is known.
func isReadOrWritten(t types.Type) bool {
	return slices.ContainsFunc(transfers, func(name string) bool { return Method(t, name) != nil })
}

// Method returns the method of that name that values of type t have, or nil.
func Method(t types.Type, name string) *types.Func {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	fn, _ := obj.(*types.Func)
	return fn
}

// give makes a cell get the value of an expression, and all that it may be.
func (c *collector) give(e ast.Expr, to int) {
	if to < 0 {
		return
	}
	c.flow(c.cell(e), to)
	if !c.opts.Streams {
		return
	}
	t := c.file.Info().TypeOf(e)
	if t == nil || c.file.Info().Types[e].IsNil() {
		return
	}
	if isReadOrWritten(t) {
		c.put(to, &Target{Type: t, Made: e})
	}
}

// reset notes a call that gives a wrapper of the standard library another stream.
func (c *collector) reset(n *ast.CallExpr, callee *types.Func) {
	sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr)
	if ok && c.opts.Streams && callee.Name() == "Reset" && len(n.Args) > 0 && callee.Signature().Recv() != nil {
		c.give(n.Args[0], c.cell(sel.X))
	}
}

// Stream is something that a call reads from or writes to.
type Stream struct {
	*Target
	Methods []string // those that the call may call
}

// Streams returns the streams that a call may read from or write to by an interface or a
// wrapper, as far as the source shows what gets there. The functions of the module do so
// by the calls in them.
func (f *Flow) Streams(call *ast.CallExpr) []Stream {
	file := f.prog.FileAt(call.Pos())
	callee, _ := typeutil.Callee(file.Info(), call).(*types.Func)
	if callee == nil || f.prog.Func(callee) != nil {
		return nil
	}
	entry, ok := catalog.Lookup(callee)
	if !ok || entry.Hard() {
		return nil
	}
	c := &collector{Flow: f, file: file}
	var list []Stream
	sel, isMethod := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if recv := callee.Signature().Recv(); recv != nil && isMethod && types.IsInterface(recv.Type()) {
		if !entry.Kinds.Has(catalog.IO) {
			return nil // as Close, whatever is behind it
		}
		return c.streams(list, sel.X, []string{callee.Name()})
	}
	for _, i := range entry.Param {
		switch params := callee.Signature().Params(); {
		case i == catalog.Receiver && isMethod:
			list = c.streams(list, sel.X, transfers)
		case i >= 0 && i < len(call.Args) && i < params.Len():
			list = c.streams(list, call.Args[i], methodsOf(params.At(i).Type()))
		}
	}
	return list
}

// streams adds what an expression of an open type may be.
func (c *collector) streams(list []Stream, e ast.Expr, methods []string) []Stream {
	cell := c.cell(e)
	if cell < 0 {
		return list
	}
	for _, t := range c.sorted(cell) {
		if t.Type != nil {
			list = append(list, Stream{t, methods})
		}
	}
	return list
}

// methodsOf returns the names of the methods by which a parameter is read or written.
func methodsOf(t types.Type) []string {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return transfers
	}
	var names []string
	for m := range iface.Methods() {
		names = append(names, m.Name())
	}
	return names
}
