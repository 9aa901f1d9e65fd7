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
