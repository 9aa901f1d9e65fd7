package rule

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
)

// operated reports whether a parameter stands for a channel or a function whose
// type may be written otherwise, as <-chan T and chan T, without any use of the
// parameter showing it: it is only called, received from, sent to, ranged over or
// closed.
func operated(p *program.Program, param *types.Var) bool {
	switch types.Unalias(param.Type()).Underlying().(type) {
	case *types.Chan, *types.Signature:
	default:
		return false
	}
	for _, id := range p.Uses(param) {
		if id.Pos() != param.Pos() && !operates(p, id) {
			return false
		}
	}
	return true
}

// operates reports whether a use of a channel or a function looks at the value
// alone.
func operates(p *program.Program, id *ast.Ident) bool {
	switch n := p.Parent(id).(type) {
	case *ast.CallExpr:
		if n.Fun == ast.Expr(id) {
			return true
		}
		tv := p.FileAt(n.Pos()).Info().Types[n.Fun]
		return tv.IsBuiltin()
	case *ast.UnaryExpr:
		return n.Op == token.ARROW
	case *ast.SendStmt:
		return n.Chan == ast.Expr(id)
	case *ast.RangeStmt:
		return n.X == ast.Expr(id)
	}
	return false
}
