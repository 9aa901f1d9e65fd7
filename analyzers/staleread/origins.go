package staleread

import (
	"go/ast"
	"go/types"
	"sort"

	"golang.org/x/tools/go/types/typeutil"
)

// origins returns what the value of an expression goes by: the locations that it
// reads itself, and those behind the local variables that it mentions. What is given
// to a function is not followed.
func (w *walker) origins(e ast.Expr) []fact {
	var list []fact
	w.reads(e, false, &list)
	for _, v := range w.prog.variables(e) {
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
		built, _ := typeutil.Callee(w.prog.info, e).(*types.Builtin)
		if built == nil && !w.prog.info.Types[e.Fun].IsType() {
			return
		}
		for _, arg := range e.Args {
			w.reads(arg, built != nil && built.Name() == "len", list)
		}
	}
}

// mentions reports whether e uses the variable.
func (w *walker) mentions(e ast.Expr, v *types.Var) bool {
	if e == nil {
		return false
	}
	for _, u := range w.prog.variables(e) {
		if u == v {
			return true
		}
	}
	return false
}
