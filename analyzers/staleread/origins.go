package staleread

import (
	"go/ast"
	"go/types"
	"slices"
	"sort"

	"golang.org/x/tools/go/types/typeutil"
)

// origins returns what the value of an expression goes by: the locations that it
// reads itself, and those behind the local variables that it mentions. What is given
// to a function is followed only for variables, and only if asked for.
func (w *walker) origins(e ast.Expr, throughCalls bool) []fact {
	var list []fact
	w.reads(e, false, &list)
	for _, v := range w.mentioned(e, throughCalls) {
		for k, f := range w.state {
			if k.local == v {
				list = append(list, f)
			}
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].read.Pos() < list[j].read.Pos() })
	return list
}

// reads adds the locations that e reads.
func (w *walker) reads(e ast.Expr, size bool, list *[]fact) {
	e = ast.Unparen(e)
	if loc, ok := w.prog.locate(e); ok && w.prog.shareable(loc, w.body) {
		*list = append(*list, fact{loc: loc, read: e, holds: w.held[e], size: size})
		return
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		w.reads(e.X, false, list)
		w.reads(e.Y, false, list)
	case *ast.UnaryExpr:
		w.reads(e.X, false, list)
	case *ast.SliceExpr:
		w.reads(e.X, false, list)
	case *ast.TypeAssertExpr:
		w.reads(e.X, false, list)
	case *ast.CallExpr:
		if !w.prog.computes(e) {
			return
		}
		built, _ := typeutil.Callee(w.prog.info, e).(*types.Builtin)
		for _, arg := range e.Args {
			w.reads(arg, built != nil && built.Name() == "len", list)
		}
	}
}

// mentioned returns the variables that e uses. The result of a call that may switch
// comes from elsewhere, as does that of any call unless the caller wants them.
func (w *walker) mentioned(e ast.Expr, throughCalls bool) []*types.Var {
	var list []*types.Var
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			if w.prog.computes(n) {
				return true
			}
			return throughCalls && w.prog.yieldOf(n) == nil
		case *ast.Ident:
			if v, ok := w.prog.info.Uses[n].(*types.Var); ok && !v.IsField() {
				list = append(list, v)
			}
		}
		return true
	})
	return list
}

// computes reports whether a call is a conversion or of a builtin.
func (p *program) computes(call *ast.CallExpr) bool {
	_, built := typeutil.Callee(p.info, call).(*types.Builtin)
	return built || p.info.Types[call.Fun].IsType()
}

// mentions reports whether e uses the variable.
func (w *walker) mentions(e ast.Expr, v *types.Var) bool {
	return e != nil && slices.Contains(w.mentioned(e, true), v)
}
