package rule

import (
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/program"
)

// CaseOf returns the select of which a receive is the operation of a case, or
// nil.
func CaseOf(p *program.Program, recv ast.Expr) *ast.SelectStmt {
	var n ast.Node = recv
	for {
		parent := p.Parent(n)
		switch parent := parent.(type) {
		case *ast.CommClause:
			if parent.Comm != n {
				return nil
			}
			return p.Parent(p.Parent(parent)).(*ast.SelectStmt)
		case *ast.ExprStmt, *ast.AssignStmt, *ast.ParenExpr:
			n = parent
		default:
			return nil
		}
	}
}

// CanAwait reports whether the cases of a select may become ones that await a
// future: one with a default case stays a select, and what the rule for selects
// refuses does, too.
func (p *Pass) CanAwait(f *program.File, sel *ast.SelectStmt) bool {
	for _, clause := range sel.Body.List {
		c := clause.(*ast.CommClause)
		if c.Comm == nil || HasComments(f, c.Case, c.Colon) || holdsLiteral(c.Comm) {
			return false
		}
	}
	return p.Level != "lift" && p.Spot(sel) != nil && p.IsOpen(sel)
}

func holdsLiteral(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		_, ok := n.(*ast.FuncLit)
		found = found || ok
		return !found
	})
	return found
}
