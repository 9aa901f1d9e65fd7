package taskescape

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/catalog"
)

// starters are the functions of others that run the function that they are given
// in a goroutine.
var starters = map[string]bool{
	"sync.(*WaitGroup).Go":                      true,
	"golang.org/x/sync/errgroup.(*Group).Go":    true,
	"golang.org/x/sync/errgroup.(*Group).TryGo": true,
	"time.AfterFunc":                            true,
}

// started reports a Context of the surrounding function that a goroutine is given,
// by itself or in a struct, or takes.
func (c *checker) started(stmt *ast.GoStmt) {
	const how = "a goroutine started by go"
	args := stmt.Call.Args
	if sel, ok := ast.Unparen(stmt.Call.Fun).(*ast.SelectorExpr); ok && c.info.Selections[sel] != nil {
		args = append([]ast.Expr{sel.X}, args...)
	}
	params := parameters(c.info, stmt.Call)
	for i, arg := range args {
		_, isLit := ast.Unparen(arg).(*ast.CompositeLit)
		switch j := i - (len(args) - len(stmt.Call.Args)); {
		case j >= 0 && color.IsContext(params(j)):
			c.report(arg, "is handed to "+how)
		case !isLit && holdsContext(c.info.TypeOf(arg), nil): // what is in a literal is reported there
			c.reportHolder(arg, "is handed to "+how)
		}
	}
	if lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); ok {
		c.taken(lit, how)
	}
}

// startedBy reports a Context that a goroutine takes which a function of another
// package starts.
func (c *checker) startedBy(call *ast.CallExpr) {
	fn, ok := typeutil.Callee(c.info, call).(*types.Func)
	if !ok || !starters[catalog.FuncName(fn)] {
		return
	}
	for _, arg := range call.Args {
		if lit, ok := ast.Unparen(arg).(*ast.FuncLit); ok {
			c.taken(lit, "a goroutine started by "+catalog.FuncName(fn))
		}
	}
}

// taken reports Contexts from around the literal, variables or fields, that it
// gives to something that wants a Context.
func (c *checker) taken(lit *ast.FuncLit, how string) {
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			params := parameters(c.info, n)
			for i, arg := range n.Args {
				if color.IsContext(params(i)) {
					c.outer(lit, arg, how)
				}
			}
		case *ast.AssignStmt:
			for i, rhs := range n.Rhs {
				if len(n.Lhs) == len(n.Rhs) && color.IsContext(c.info.TypeOf(n.Lhs[i])) {
					c.outer(lit, rhs, how)
				}
			}
		}
		return true
	})
}

// outer reports e if it is a Context from around the literal.
func (c *checker) outer(lit *ast.FuncLit, e ast.Expr, how string) {
	if !color.IsContext(c.info.TypeOf(e)) {
		return
	}
	root := ast.Unparen(e)
	for {
		sel, ok := root.(*ast.SelectorExpr)
		if !ok {
			break
		}
		root = ast.Unparen(sel.X)
	}
	id, ok := root.(*ast.Ident)
	if !ok {
		return
	}
	if v, ok := c.info.Uses[id].(*types.Var); ok && !within(lit, v.Pos()) {
		c.report(e, "is used by "+how)
	}
}

// parameters returns the types of a call's parameters by the index of the argument.
func parameters(info *types.Info, call *ast.CallExpr) func(int) types.Type {
	t := info.TypeOf(call.Fun)
	if t == nil {
		return func(int) types.Type { return nil }
	}
	sig, ok := t.Underlying().(*types.Signature)
	return func(i int) types.Type {
		switch {
		case !ok:
			return nil
		case sig.Variadic() && i >= sig.Params().Len()-1:
			if s, ok := sig.Params().At(sig.Params().Len() - 1).Type().(*types.Slice); ok {
				return s.Elem()
			}
			return nil
		case i < sig.Params().Len():
			return sig.Params().At(i).Type()
		}
		return nil
	}
}

// holdsContext reports whether values of type t have a Context in a field, behind a
// pointer or not.
func holdsContext(t types.Type, around []types.Type) bool {
	if t == nil {
		return false
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for _, a := range around {
		if types.Identical(a, t) {
			return false
		}
	}
	around = append(around, t)
	for f := range st.Fields() {
		if _, isPtr := f.Type().Underlying().(*types.Pointer); color.IsContext(f.Type()) || !isPtr && holdsContext(f.Type(), around) {
			return true
		}
	}
	return false
}

func within(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }
