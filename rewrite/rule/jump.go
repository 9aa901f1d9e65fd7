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

// JumpsOver reports whether a goto of fn jumps over what would stand in front of a
// statement of fn: to the statement itself, or from before it to one behind it in
// the same block.
func JumpsOver(p *program.Program, fn *program.Func, stmt ast.Stmt) bool {
	listed, block := p.Statement(stmt)
	var jumps []*ast.BranchStmt
	labels := map[string]*ast.LabeledStmt{}
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // with labels of its own
		case *ast.LabeledStmt:
			labels[n.Label.Name] = n
		case *ast.BranchStmt:
			if n.Tok == token.GOTO {
				jumps = append(jumps, n)
			}
		}
		return true
	})
	for _, jump := range jumps {
		label := labels[jump.Label.Name]
		if label == listed || p.Parent(label) == block && jump.Pos() < listed.Pos() && listed.Pos() < label.Pos() {
			return true
		}
	}
	return false
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
