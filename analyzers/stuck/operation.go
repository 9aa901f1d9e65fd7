package stuck

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
)

// operation is a piece of source in which a goroutine waits.
type operation struct {
	pos, end token.Pos
	// name is what a reader calls it: "send on ch".
	name string
	// meant is true where the text says that it waits for ever.
	meant bool
}

// operationAt returns the operation at a position: the
// innermost statement or expression around it that waits.
func operationAt(pass *analysis.Pass, pos token.Pos) (operation, bool) {
	for _, file := range pass.Files {
		if file.FileStart > pos || pos >= file.FileEnd {
			continue
		}
		path, _ := astutil.PathEnclosingInterval(file, pos, pos)
		for _, n := range path {
			if op, ok := waits(n); ok {
				return op, true
			}
		}
	}
	return operation{}, false
}

func waits(n ast.Node) (operation, bool) {
	op := operation{pos: n.Pos(), end: n.End()}
	switch n := n.(type) {
	case *ast.SendStmt:
		op.name = "send on " + types.ExprString(n.Chan)
	case *ast.UnaryExpr:
		if n.Op != token.ARROW {
			return op, false
		}
		op.name = "receive from " + types.ExprString(n.X)
		op.meant = isMake(n.X)
	case *ast.RangeStmt:
		op.pos, op.end = n.X.Pos(), n.X.End()
		op.name = "range over " + types.ExprString(n.X)
	case *ast.SelectStmt:
		op.end = n.Select + token.Pos(len("select"))
		op.name = "select"
	case *ast.CallExpr:
		op.name = called(n)
	case *ast.GoStmt:
		op.name = called(n.Call)
	case *ast.DeferStmt:
		op.name = "deferred " + called(n.Call)
	default:
		return op, false
	}
	return op, true
}

// called names the operation that a call is.
func called(call *ast.CallExpr) string {
	if _, ok := call.Fun.(*ast.FuncLit); ok {
		return "call"
	}
	return types.ExprString(call.Fun)
}

// isMake reports whether an expression is a channel made on the spot, which nobody
// else can get: who receives from it wants to wait for ever.
func isMake(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	fun, ok := ast.Unparen(call.Fun).(*ast.Ident)
	return ok && fun.Name == "make"
}
