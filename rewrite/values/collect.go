package values

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/program"
)

// collector collects what flows where in one file.
type collector struct {
	*Flow
	file *program.File
}

func (c *collector) collect() {
	ast.Inspect(c.file.AST, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			c.assign(n.Lhs, n.Rhs)
		case *ast.ValueSpec:
			lhs := make([]ast.Expr, len(n.Names))
			for i, id := range n.Names {
				lhs[i] = id
			}
			c.assign(lhs, n.Values)
		case *ast.ReturnStmt:
			c.returns(n)
		case *ast.CompositeLit:
			c.literal(n)
		case *ast.SendStmt:
			c.give(n.Value, c.cell(n.Chan))
		case *ast.RangeStmt:
			c.ranges(n)
		case *ast.CallExpr:
			c.call(n)
		}
		return true
	})
}

// assign pairs what is assigned to with the values: one each, or the results of a call.
func (c *collector) assign(lhs, rhs []ast.Expr) {
	if len(lhs) == len(rhs) {
		for i := range lhs {
			c.give(rhs[i], c.target(lhs[i]))
		}
		return
	}
	if len(rhs) != 1 {
		return
	}
	call, ok := ast.Unparen(rhs[0]).(*ast.CallExpr)
	if !ok { // v, ok := m[k] and the like
		c.give(rhs[0], c.target(lhs[0]))
		return
	}
	for i := range lhs {
		c.flow(c.ofCall(call, i), c.target(lhs[i]))
	}
}

// target returns the cell of what is assigned to, or -1.
func (c *collector) target(e ast.Expr) int {
	if id, ok := e.(*ast.Ident); ok {
		v, _ := c.file.Info().ObjectOf(id).(*types.Var)
		return c.ofVar(v)
	}
	return c.cell(e)
}

// returns hands what a return statement names to the results of the function around
// it; without values these are its named results.
func (c *collector) returns(n *ast.ReturnStmt) {
	fn := c.prog.Enclosing(n)
	if fn == nil || fn.Signature() == nil {
		return
	}
	results := fn.Signature().Results()
	switch {
	case len(n.Results) == 0:
		for i := range results.Len() {
			c.flow(c.ofVar(results.At(i)), c.ofResult(fn, i))
		}
	case len(n.Results) == results.Len():
		for i, e := range n.Results {
			c.give(e, c.ofResult(fn, i))
		}
	case len(n.Results) == 1:
		if call, ok := ast.Unparen(n.Results[0]).(*ast.CallExpr); ok {
			for i := range results.Len() {
				c.flow(c.ofCall(call, i), c.ofResult(fn, i))
			}
		}
	}
}

// literal hands what a composite literal is made of to the fields of the struct, or to
// the literal.
func (c *collector) literal(n *ast.CompositeLit) {
	t := c.file.Info().TypeOf(n)
	if t == nil {
		return
	}
	t = t.Underlying()
	if ptr, ok := t.(*types.Pointer); ok { // an elided &T inside of another literal
		t = ptr.Elem().Underlying()
	}
	st, isStruct := t.(*types.Struct)
	for i, elt := range n.Elts {
		kv, keyed := elt.(*ast.KeyValueExpr)
		switch {
		case isStruct && keyed:
			c.give(kv.Value, c.target(kv.Key))
		case isStruct && i < st.NumFields():
			c.give(elt, c.ofVar(st.Field(i)))
		case keyed:
			c.give(kv.Value, c.at(key{n.Lbrace, element, 0}))
		default:
			c.give(elt, c.at(key{n.Lbrace, element, 0}))
		}
	}
}

func (c *collector) ranges(n *ast.RangeStmt) {
	from := c.cell(n.X)
	for _, e := range []ast.Expr{n.Key, n.Value} {
		if e != nil {
			c.flow(from, c.target(e))
		}
	}
}

// call ties a call to what it calls.
func (c *collector) call(n *ast.CallExpr) {
	if c.file.Info().Types[n.Fun].IsType() {
		return
	}
	switch callee := typeutil.Callee(c.file.Info(), n).(type) {
	case *types.Builtin:
		if callee.Name() == "copy" {
			c.give(n.Args[1], c.cell(n.Args[0]))
		}
	case *types.Func:
		c.callOf(n, callee)
	default:
		if cell := c.cell(n.Fun); cell >= 0 {
			c.calls[cell] = append(c.calls[cell], n)
			for _, t := range c.targets[cell] {
				c.work = append(c.work, move{cell, t})
			}
		}
	}
}

// callOf ties a call by name to the function, or to the methods of the module that it
// may reach through an interface.
func (c *collector) callOf(n *ast.CallExpr, callee *types.Func) {
	if fn := c.prog.Func(callee); fn != nil {
		if c.opts.Cut == nil || !c.opts.Cut(n) {
			c.bind(n, fn)
		}
		return
	}
	if entry, ok := catalog.Lookup(callee); ok && len(entry.Wraps) > 0 {
		for _, i := range entry.Wraps { // as sync.OnceFunc and bufio.NewReader
			if i >= 0 && i < len(n.Args) {
				c.give(n.Args[i], c.ofCall(n, 0))
			}
		}
		return
	}
	c.reset(n, callee)
	if recv := callee.Signature().Recv(); recv == nil || !types.IsInterface(recv.Type()) || !c.passes(callee.Signature()) {
		return
	}
	for _, fn := range c.prog.Implementing(callee) {
		if c.opts.Tests || !fn.File.IsTest() {
			c.bind(n, fn)
		}
	}
}

// passes reports whether calls of a signature hand on what is followed.
func (f *Flow) passes(sig *types.Signature) bool {
	for _, tuple := range []*types.Tuple{sig.Params(), sig.Results()} {
		for v := range tuple.Variables() {
			if f.holds(v.Type(), 0) {
				return true
			}
		}
	}
	return false
}

// bind hands the arguments of a call to the parameters of a function, once, and the
// results of the function to the call.
func (c *collector) bind(n *ast.CallExpr, fn *program.Func) {
	sig := fn.Signature()
	if sig == nil || c.linked[link{n, fn}] {
		return
	}
	c.linked[link{n, fn}] = true
	params := sig.Params()
	param := func(i int) int {
		if last := params.Len() - 1; i > last && sig.Variadic() {
			i = last
		}
		if i >= params.Len() {
			return -1
		}
		return c.ofVar(params.At(i))
	}
	if len(n.Args) == 1 && params.Len() > 1 {
		if call, ok := ast.Unparen(n.Args[0]).(*ast.CallExpr); ok {
			for i := range params.Len() {
				c.flow(c.ofCall(call, i), param(i))
			}
		}
	} else {
		for i, arg := range n.Args {
			c.give(arg, param(i))
		}
	}
	if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok && sig.Recv() != nil && c.prog.Func(methodOf(c.file, sel)) == fn {
		c.give(sel.X, c.ofVar(sig.Recv())) // the method of a function type
	}
	for i := range sig.Results().Len() {
		c.flow(c.ofResult(fn, i), c.ofCall(n, i))
	}
}

func methodOf(file *program.File, sel *ast.SelectorExpr) *types.Func {
	fn, _ := file.Info().Uses[sel.Sel].(*types.Func)
	return fn
}

// named reports whether a call says by name whom it calls, or converts.
func named(file *program.File, call *ast.CallExpr) bool {
	if file.Info().Types[call.Fun].IsType() {
		return true
	}
	switch typeutil.Callee(file.Info(), call).(type) {
	case *types.Func, *types.Builtin:
		return true
	}
	return false
}
