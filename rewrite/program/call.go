package program

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// findCalls records the calls of module functions in fn's own body, and the
// uses of module functions as values.
func (p *Program) findCalls(fn *Func) {
	if fn.Body() == nil {
		return
	}
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return n == fn.Lit
		case *ast.CallExpr:
			p.addCall(fn, n)
		}
		return true
	})
}

func (p *Program) addCall(fn *Func, call *ast.CallExpr) {
	callee, _ := typeutil.Callee(fn.File.Info(), call).(*types.Func)
	if callee == nil || isMethodExpr(fn.File.Info(), call.Fun) {
		return // T.m(x) keeps m as it is: its first argument is the receiver
	}
	callee = callee.Origin()
	if decl := p.byDecl[callee.Pos()]; decl != nil {
		p.record(&Call{Expr: call, Caller: fn, Callee: decl})
		return
	}
	recv := callee.Signature().Recv()
	if recv != nil && types.IsInterface(recv.Type()) && p.FileAt(callee.Pos()) != nil {
		p.record(&Call{Expr: call, Caller: fn, Iface: callee})
	}
}

// isMethodExpr reports whether e is a method expression, T.m.
func isMethodExpr(info *types.Info, e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	return ok && info.Selections[sel] != nil && info.Selections[sel].Kind() == types.MethodExpr
}

func (p *Program) record(c *Call) {
	c.Caller.Calls = append(c.Caller.Calls, c)
	p.calls[c.Expr] = c
}

// CallAt returns the call of something that the module declares at a call
// expression, or nil.
func (p *Program) CallAt(expr *ast.CallExpr) *Call { return p.calls[expr] }

// findValues fills the index of functions used as values: identifiers of
// declared functions that are not the function of a call. A call that stands in no
// function, in the value of a package's variable, counts as one: nobody there could
// hand over anything.
func (p *Program) findValues() {
	for _, f := range p.Files {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			obj, ok := f.Info().Uses[id].(*types.Func)
			if !ok {
				return true
			}
			obj = obj.Origin()
			if p.byDecl[obj.Pos()] == nil && p.FileAt(obj.Pos()) == nil {
				return true
			}
			if !p.isCalled(id) || p.Enclosing(id) == nil {
				p.values[obj.Pos()] = append(p.values[obj.Pos()], id)
			}
			return true
		})
	}
}

// isCalled reports whether id is the function (or its selector) of a call.
func (p *Program) isCalled(id *ast.Ident) bool {
	var n ast.Node = id
	for {
		parent := p.parents[n]
		switch x := parent.(type) {
		case *ast.SelectorExpr:
			if x.Sel != n {
				return false
			}
			// A method expression T.m called as T.m(x) moves the receiver into
			// the arguments: its parameters are not those of the method.
			if f := p.FileAt(id.Pos()); f != nil && isMethodExpr(f.Info(), x) {
				return false
			}
		case *ast.ParenExpr, *ast.IndexExpr, *ast.IndexListExpr:
		case *ast.CallExpr:
			return x.Fun == n
		default:
			return false
		}
		n = parent
	}
}
