package flow

import "go/ast"

// comesBack reports whether control surely gets to a return statement or to the end of
// the list, which most functions show without a graph: nothing on the way to there
// leaves it, whatever branches off. Where it is false, nothing is said.
func (g *Graphs) comesBack(list []ast.Stmt) bool {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.ReturnStmt, *ast.DeferStmt:
			return true // what is deferred may recover, and return
		case *ast.ExprStmt:
			if call, ok := ast.Unparen(s.X).(*ast.CallExpr); ok && !g.mayReturn(call) {
				return false
			}
		case *ast.IfStmt:
			if s.Else != nil {
				return false
			}
		case *ast.ForStmt:
			if s.Cond == nil {
				return false
			}
		case *ast.SwitchStmt:
			if hasDefault(s.Body) {
				return false
			}
		case *ast.TypeSwitchStmt:
			if hasDefault(s.Body) {
				return false
			}
		case *ast.BlockStmt, *ast.BranchStmt, *ast.LabeledStmt, *ast.SelectStmt:
			return false
		}
	}
	return true
}

func hasDefault(body *ast.BlockStmt) bool {
	for _, c := range body.List {
		if c.(*ast.CaseClause).List == nil {
			return true
		}
	}
	return false
}
