package polling

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// counts reports whether a condition ends the loop by what the loop itself counts.
func (l *look) counts(cond ast.Expr) bool {
	and, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if ok && and.Op == token.LAND {
		return l.counts(and.X) || l.counts(and.Y)
	}
	return !l.polls(cond) && l.isCounted(cond)
}

// isCounted reports whether a condition consists of constants and of local variables, of
// which the loop sets one.
func (l *look) isCounted(cond ast.Expr) bool {
	fine, counted := true, false
	ast.Inspect(cond, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr, *ast.SelectorExpr, *ast.IndexExpr, *ast.StarExpr, *ast.FuncLit:
			fine = false
		case *ast.Ident:
			set := l.isSet(n)
			fine = fine && (set || l.isUnset(n))
			counted = counted || set
		}
		return fine
	})
	return fine && counted
}

// isSet reports whether a name stands for a local variable that the loop sets.
func (l *look) isSet(id *ast.Ident) bool {
	v := l.local(id)
	return v != nil && slices.ContainsFunc(l.prog.Uses(v), func(use *ast.Ident) bool {
		if l.prog.Enclosing(use) != l.fn || !within(use, l.loop) {
			return false
		}
		switch parent := l.prog.Parent(use).(type) {
		case *ast.AssignStmt:
			return slices.Contains(parent.Lhs, ast.Expr(use))
		case *ast.IncDecStmt:
			return true
		}
		return false
	})
}

// isAsked reports whether the way to a statement that ends the loop leads through
// what others decide, or through what never changes while it runs.
func (l *look) isAsked(n ast.Node) bool {
	for ; n != ast.Node(l.loop); n = l.prog.Parent(n) {
		switch parent := l.prog.Parent(n).(type) {
		case *ast.CommClause:
			if parent.Comm != nil {
				return true
			}
		case *ast.IfStmt:
			if n == ast.Node(parent.Cond) || n == ast.Node(parent.Init) {
				continue
			}
			if l.polls(parent.Cond) || l.isFixed(parent.Cond) {
				l.asks = l.asks || l.polls(parent.Cond)
				return true
			}
		}
	}
	return false
}

// polls reports whether a condition asks what others decide.
func (l *look) polls(cond ast.Expr) bool {
	found := false
	ast.Inspect(cond, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			found = found || l.isQuestion(n)
		case *ast.Ident:
			found = found || l.isAnswer(n)
		}
		return !found
	})
	return found
}

// isAnswer reports whether a local variable holds what the loop has asked, and
// nothing else.
func (l *look) isAnswer(id *ast.Ident) bool {
	v := l.local(id)
	if v == nil {
		return false
	}
	if l.looksAt(v) {
		return true
	}
	asked := false
	for _, use := range l.prog.Uses(v) {
		assign, ok := l.prog.Parent(use).(*ast.AssignStmt)
		if !ok || !slices.Contains(assign.Lhs, ast.Expr(use)) {
			continue
		}
		call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
		if !ok || len(assign.Lhs) != 1 || !within(assign, l.loop) || !l.isQuestion(call) {
			return false
		}
		asked = true
	}
	return asked
}

// local returns the local variable that a name stands for, or nil.
func (l *look) local(id *ast.Ident) *types.Var {
	v, ok := l.info.Uses[id].(*types.Var)
	if !ok || v.IsField() || v.Parent() == nil || v.Parent() == l.fn.File.Pkg.Types.Scope() {
		return nil
	}
	return v
}

// isFixed reports whether a condition has the same value on every turn: it names
// variables that the loop does not set, and calls nothing.
func (l *look) isFixed(cond ast.Expr) bool {
	fixed := true
	ast.Inspect(cond, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr, *ast.SelectorExpr, *ast.IndexExpr, *ast.StarExpr, *ast.FuncLit, *ast.TypeAssertExpr:
			fixed = false
		case *ast.UnaryExpr:
			fixed = fixed && n.Op.String() == "!"
		case *ast.Ident:
			fixed = fixed && l.isUnset(n)
		}
		return fixed
	})
	return fixed
}

// isUnset reports whether a name stands for a constant, or for a local variable
// that the loop neither sets nor gives away.
func (l *look) isUnset(id *ast.Ident) bool {
	v, ok := l.info.Uses[id].(*types.Var)
	if !ok {
		return true
	}
	if v.IsField() || v.Parent() == nil || v.Parent() == l.fn.File.Pkg.Types.Scope() || l.loop.Pos() <= v.Pos() && v.Pos() <= l.loop.End() {
		return false
	}
	for _, use := range l.prog.Uses(v) {
		switch parent := l.prog.Parent(use).(type) {
		case *ast.AssignStmt:
			if slices.Contains(parent.Lhs, ast.Expr(use)) && (within(parent, l.loop) || l.prog.Enclosing(use) != l.fn) {
				return false
			}
		case *ast.RangeStmt:
			if parent.Key == ast.Expr(use) || parent.Value == ast.Expr(use) {
				return false
			}
		case *ast.IncDecStmt:
			return false
		case *ast.UnaryExpr:
			if parent.Op.String() == "&" {
				return false
			}
		}
	}
	return true
}
