package yieldpoint

import "go/ast"

// freeReceives marks the receives from a variable, which always holds the same
// channel, that a statement of an enclosing list closes before them.
func (s *state) freeReceives(uses []chanUse, free map[ast.Node]bool) {
	for _, u := range uses {
		op := u.parent()
		switch x := op.(type) {
		case *ast.UnaryExpr: // only a receive takes a channel
		case *ast.RangeStmt:
			if ast.Unparen(x.X) != u.id {
				continue
			}
		default:
			continue
		}
		if s.closedBefore(u) {
			free[op] = true
		}
	}
}

// parent returns what the variable is an operand of.
func (u chanUse) parent() ast.Node {
	for i := len(u.stack) - 1; i >= 0; i-- {
		if _, ok := u.stack[i].(*ast.ParenExpr); !ok {
			return u.stack[i]
		}
	}
	return nil
}

// closedBefore reports whether a list of statements around the use has a close of
// the same variable before it. What a function literal in that list does comes
// later, too.
func (s *state) closedBefore(u chanUse) bool {
	for i, n := range u.stack[:len(u.stack)-1] {
		for _, stmt := range statements(n) {
			if stmt == u.stack[i+1] {
				break
			}
			if s.closes(stmt, u.id) {
				return true
			}
		}
	}
	return false
}

// statements returns the list of statements of a block or clause.
func statements(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

func (s *state) closes(stmt ast.Stmt, id *ast.Ident) bool {
	x, ok := stmt.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := ast.Unparen(x.X).(*ast.CallExpr)
	if !ok || !s.isBuiltin(call, "close") || len(call.Args) != 1 {
		return false
	}
	arg, ok := ast.Unparen(call.Args[0]).(*ast.Ident)
	return ok && s.info.Uses[arg] == s.info.Uses[id]
}
