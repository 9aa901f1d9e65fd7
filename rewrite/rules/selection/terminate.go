package selection

import (
	"go/ast"
	"go/token"

	"github.com/asyncport/asyncport/rewrite/program"
)

// endsFunction reports whether the compiler relies on a select being a
// terminating statement: it ends a function with results. A switch in its
// place needs a default case.
func endsFunction(p *program.Program, stmt *ast.SelectStmt) bool {
	return terminates(stmt, labelOf(p, stmt)) && isLast(p, stmt)
}

// isLast reports whether a statement is the last of a function with results,
// or of what the compiler takes apart to see that the function ends there.
func isLast(p *program.Program, stmt ast.Node) bool {
	for n := stmt; ; {
		parent := p.Parent(n)
		switch x := parent.(type) {
		case *ast.LabeledStmt, *ast.IfStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		case *ast.CaseClause:
			if !endsList(x.Body, n) {
				return false
			}
		case *ast.CommClause:
			if !endsList(x.Body, n) {
				return false
			}
		case *ast.BlockStmt:
			if _, body := n.(ast.Stmt); body && !endsList(x.List, n) && !isClause(n) {
				return false
			}
		case *ast.FuncDecl:
			return x.Type.Results != nil
		case *ast.FuncLit:
			return x.Type.Results != nil
		default:
			return false
		}
		n = parent
	}
}

func isClause(n ast.Node) bool {
	switch n.(type) {
	case *ast.CaseClause, *ast.CommClause:
		return true
	}
	return false
}

func endsList(list []ast.Stmt, n ast.Node) bool {
	last := lastOf(list)
	return last != nil && ast.Node(last) == n
}

// lastOf returns the last statement of a list that is not empty.
func lastOf(list []ast.Stmt) ast.Stmt {
	for i := len(list) - 1; i >= 0; i-- {
		if _, empty := list[i].(*ast.EmptyStmt); !empty {
			return list[i]
		}
	}
	return nil
}

// terminates reports whether a statement is a terminating one by the rules of
// the language.
func terminates(stmt ast.Stmt, label string) bool {
	switch s := stmt.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.GOTO || s.Tok == token.FALLTHROUGH
	case *ast.ExprStmt:
		call, ok := ast.Unparen(s.X).(*ast.CallExpr)
		if !ok {
			return false
		}
		id, ok := ast.Unparen(call.Fun).(*ast.Ident)
		return ok && id.Name == "panic"
	case *ast.BlockStmt:
		return listTerminates(s.List)
	case *ast.IfStmt:
		return s.Else != nil && terminates(s.Body, "") && terminates(s.Else, "")
	case *ast.ForStmt:
		return s.Cond == nil && !breaks(s.Body, label, true)
	case *ast.LabeledStmt:
		return terminates(s.Stmt, s.Label.Name)
	case *ast.SwitchStmt:
		return clausesTerminate(s.Body, label, true)
	case *ast.TypeSwitchStmt:
		return clausesTerminate(s.Body, label, true)
	case *ast.SelectStmt:
		return clausesTerminate(s.Body, label, false)
	}
	return false
}

func listTerminates(list []ast.Stmt) bool {
	last := lastOf(list)
	return last != nil && terminates(last, "")
}

func clausesTerminate(body *ast.BlockStmt, label string, needDefault bool) bool {
	hasDefault := false
	for _, clause := range body.List {
		var list []ast.Stmt
		switch c := clause.(type) {
		case *ast.CaseClause:
			list = c.Body
			hasDefault = hasDefault || c.List == nil
		case *ast.CommClause:
			list = c.Body
		}
		if !listTerminates(list) {
			return false
		}
		for _, stmt := range list {
			if breaks(stmt, label, true) {
				return false
			}
		}
	}
	return hasDefault || !needDefault
}

// breaks reports whether n holds a break out of the statement around it: one
// with its label, or one without a label if plain is set and it belongs to no
// statement inside n.
func breaks(n ast.Node, label string, plain bool) bool {
	found := false
	ast.Inspect(n, func(x ast.Node) bool {
		switch x := x.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			found = found || isBreak(x, label, plain)
		}
		if body := breakable(x); body != nil {
			found = found || breaks(body, label, false)
			return false
		}
		return !found
	})
	return found
}

func isBreak(b *ast.BranchStmt, label string, plain bool) bool {
	if b.Tok != token.BREAK {
		return false
	}
	if b.Label == nil {
		return plain
	}
	return b.Label.Name == label
}

// breakable returns the body of a statement that a break without a label ends.
func breakable(n ast.Node) *ast.BlockStmt {
	switch n := n.(type) {
	case *ast.ForStmt:
		return n.Body
	case *ast.RangeStmt:
		return n.Body
	case *ast.SwitchStmt:
		return n.Body
	case *ast.TypeSwitchStmt:
		return n.Body
	case *ast.SelectStmt:
		return n.Body
	}
	return nil
}
