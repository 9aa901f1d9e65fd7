package rule

import (
	"go/ast"
	"go/token"

	"github.com/asyncport/asyncport/rewrite/program"
)

// Jumps reports whether a function has a goto, which must not jump over the
// declaration of a variable.
func Jumps(fn *program.Func) bool {
	found := false
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		branch, ok := n.(*ast.BranchStmt)
		found = found || ok && branch.Tok == token.GOTO
		return !found
	})
	return found
}

// MayLeave reports whether statements may end the function before they are over, by
// a return or by a goto, or defer something, which may recover from a panic.
func MayLeave(list []ast.Stmt) bool {
	found := false
	ast.Inspect(&ast.BlockStmt{List: list}, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt, *ast.DeferStmt:
			found = true
		case *ast.BranchStmt:
			found = found || n.Tok == token.GOTO
		}
		return !found
	})
	return found
}
