package sharedstate

import "go/ast"

// loopAround returns the innermost loop around n in its body, or nil.
func (p *program) loopAround(n ast.Node) ast.Stmt {
	for n = p.parent[n]; n != nil; n = p.parent[n] {
		switch n := n.(type) {
		case *ast.ForStmt:
			return n
		case *ast.RangeStmt:
			return n
		case *ast.FuncDecl, *ast.FuncLit:
			return nil
		}
	}
	return nil
}
