package values

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// key names a cell: a variable, a field or a parameter by the position of its
// declaration, a result of a function or of a call, and what a literal of a container
// holds, by that of the syntax.
type key struct {
	pos  token.Pos
	kind kind
	n    int
}

type kind uint8

const (
	variable kind = iota
	result        // the n-th of a function
	yielded       // the n-th of a call
	element       // of a composite literal
	name          // of a function, where it is used as a value
)

func (f *Flow) at(k key) int {
	c, ok := f.cells[k]
	if !ok {
		c = len(f.next)
		f.cells[k] = c
		f.next = append(f.next, nil)
		f.targets = append(f.targets, nil)
		f.calls = append(f.calls, nil)
	}
	return c
}

// ofVar returns the cell of a variable, or -1 if it holds no functions.
func (f *Flow) ofVar(v *types.Var) int {
	if v == nil || !v.Pos().IsValid() || !f.holds(v.Type(), 0) {
		return -1
	}
	return f.at(key{v.Origin().Pos(), variable, 0})
}

// ofResult returns the cell of a function's result, or -1.
func (f *Flow) ofResult(fn *program.Func, n int) int {
	results := fn.Signature().Results()
	if n >= results.Len() || !f.holds(results.At(n).Type(), 0) {
		return -1
	}
	return f.at(key{fn.Node().Pos(), result, n})
}

// ofCall returns the cell of what a call returns at index n, or -1.
func (c *collector) ofCall(call *ast.CallExpr, n int) int {
	t := c.file.Info().TypeOf(call)
	if tuple, ok := t.(*types.Tuple); ok {
		if n >= tuple.Len() {
			return -1
		}
		t = tuple.At(n).Type()
	}
	if t == nil || !c.holds(t, 0) {
		return -1
	}
	return c.at(key{call.Lparen, yielded, n})
}

// maxDepth is how deep containers are looked into.
const maxDepth = 4

// holds reports whether a value of type t is followed: a function, a stream where they
// are asked for, or a container of some.
func (f *Flow) holds(t types.Type, depth int) bool {
	if f.opts.Streams && isStream(t) {
		return true
	}
	switch t := t.Underlying().(type) {
	case *types.Signature:
		return true
	case *types.Map:
		return depth < maxDepth && (f.holds(t.Elem(), depth+1) || f.holds(t.Key(), depth+1))
	case *types.Pointer, *types.Slice, *types.Array, *types.Chan:
		return depth < maxDepth && f.holds(t.(interface{ Elem() types.Type }).Elem(), depth+1)
	}
	return false
}

// cell returns the cell of what an expression stands for, or -1.
func (c *collector) cell(e ast.Expr) int {
	t := c.file.Info().TypeOf(e)
	if tuple, ok := t.(*types.Tuple); ok && tuple.Len() > 0 { // v, ok := m[k]
		t = tuple.At(0).Type()
	}
	if t == nil || !c.holds(t, 0) {
		return -1
	}
	switch x := e.(type) {
	case *ast.ParenExpr:
		return c.cell(x.X)
	case *ast.StarExpr:
		return c.cell(x.X)
	case *ast.UnaryExpr: // &x, <-x
		return c.cell(x.X)
	case *ast.SliceExpr:
		return c.cell(x.X)
	case *ast.IndexExpr: // an element, or a function with its type argument
		return c.cell(x.X)
	case *ast.IndexListExpr:
		return c.cell(x.X)
	case *ast.FuncLit:
		return c.made(e, &Target{Func: c.prog.LitFunc(x), Made: e})
	case *ast.CompositeLit:
		return c.at(key{x.Lbrace, element, 0})
	case *ast.CallExpr:
		return c.called(x)
	case *ast.Ident, *ast.SelectorExpr:
		return c.named(e)
	}
	return -1
}

// named returns the cell of what an identifier or a selector names.
func (c *collector) named(e ast.Expr) int {
	if v := rule.Variable(c.file, e); v != nil {
		return c.ofVar(v)
	}
	id, ok := e.(*ast.Ident)
	if sel, isSel := e.(*ast.SelectorExpr); isSel {
		id, ok = sel.Sel, true
		if s := c.file.Info().Selections[sel]; s != nil && s.Kind() == types.MethodExpr {
			return -1 // its receiver is its first argument
		}
	}
	if !ok {
		return -1
	}
	fn, _ := c.file.Info().Uses[id].(*types.Func)
	if fn == nil {
		return -1
	}
	return c.made(e, &Target{Func: c.prog.Func(fn), Obj: fn.Origin(), Made: e})
}

// made returns the cell of a function where it becomes a value.
func (c *collector) made(e ast.Expr, t *Target) int {
	cell := c.at(key{e.Pos(), name, 0})
	c.put(cell, t)
	return cell
}

// called returns the cell of what a call returns: of its argument for a conversion, of
// all that append puts together.
func (c *collector) called(call *ast.CallExpr) int {
	if tv := c.file.Info().Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
		return c.cell(call.Args[0])
	}
	if b, ok := typeutil.Callee(c.file.Info(), call).(*types.Builtin); ok {
		if b.Name() != "append" || len(call.Args) == 0 {
			return -1
		}
		all := c.at(key{call.Lparen, yielded, 0})
		for _, arg := range call.Args {
			c.give(arg, all)
		}
		return all
	}
	return c.ofCall(call, 0)
}
