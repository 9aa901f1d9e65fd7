package rule

import (
	"go/ast"
	"slices"

	"github.com/asyncport/asyncport/rewrite/program"
)

// Room returns the statement before which the operands of a call can be
// evaluated: the call is the first thing that it evaluates, but for what cannot
// change meanwhile. It is nil when there is none.
func Room(p *program.Program, call *ast.CallExpr) ast.Stmt {
	f := p.FileAt(call.Pos())
	var n ast.Node = call
	for {
		parent := p.Parent(n)
		if stmt, ok := parent.(ast.Stmt); ok {
			if stmt = beginsWith(p, f, stmt, n); stmt == nil || JumpsOver(p, p.Enclosing(call), stmt) {
				return nil
			}
			return stmt
		}
		x, ok := parent.(ast.Expr)
		if !ok || !evaluatesFirst(p, f, x, n) {
			return nil
		}
		n = parent
	}
}

// evaluatesFirst reports whether an expression evaluates its part n before anything
// else that matters.
func evaluatesFirst(p *program.Program, f *program.File, x ast.Expr, n ast.Node) bool {
	switch x := x.(type) {
	case *ast.ParenExpr, *ast.StarExpr, *ast.UnaryExpr, *ast.SelectorExpr, *ast.TypeAssertExpr:
		return true
	case *ast.BinaryExpr:
		return ast.Node(x.X) == n
	case *ast.IndexExpr:
		return ast.Node(x.X) == n
	case *ast.CallExpr:
		return ast.Node(x.Fun) == n || program.IsPath(WithoutTypes(x.Fun)) && afterStable(p, f, x.Args, n)
	}
	return false
}

// WithoutTypes returns the function of a call without its type arguments.
func WithoutTypes(fun ast.Expr) ast.Expr {
	switch fun := ast.Unparen(fun).(type) {
	case *ast.IndexExpr:
		return fun.X
	case *ast.IndexListExpr:
		return fun.X
	}
	return fun
}

// afterStable reports whether n is in a list of expressions, and nothing in front of it
// can change meanwhile.
func afterStable(p *program.Program, f *program.File, list []ast.Expr, n ast.Node) bool {
	at := slices.IndexFunc(list, func(e ast.Expr) bool { return ast.Node(e) == n })
	return at >= 0 && !slices.ContainsFunc(list[:at], func(e ast.Expr) bool { return !p.Stable(f, e) })
}

// beginsWith returns the statement of a block that begins with evaluating n, a part of
// stmt, which is that statement or its first one; nil if there is none.
func beginsWith(p *program.Program, f *program.File, stmt ast.Stmt, n ast.Node) ast.Stmt {
	first := false
	switch s := stmt.(type) {
	case *ast.ExprStmt, *ast.DeferStmt:
		first = true
	case *ast.SendStmt:
		first = afterStable(p, f, []ast.Expr{s.Chan, s.Value}, n)
	case *ast.ReturnStmt:
		first = afterStable(p, f, s.Results, n)
	case *ast.AssignStmt:
		first = !slices.ContainsFunc(s.Lhs, func(x ast.Expr) bool { return !program.IsPath(x) }) && afterStable(p, f, s.Rhs, n)
	case *ast.IfStmt:
		first = s.Init == nil && ast.Node(s.Cond) == n
	case *ast.SwitchStmt:
		first = s.Init == nil && ast.Node(s.Tag) == n
	case *ast.RangeStmt:
		first = ast.Node(s.X) == n
	}
	switch outer := p.Parent(stmt).(type) {
	case *ast.IfStmt:
		if outer.Init == stmt {
			stmt = outer
		}
	case *ast.SwitchStmt:
		if outer.Init == stmt {
			stmt = outer
		}
	}
	if !first || !slices.Contains(program.StmtList(p.Parent(stmt)), stmt) {
		return nil
	}
	return stmt
}
