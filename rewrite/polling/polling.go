// Package polling finds loops that wait for someone else by asking again and
// again: a select with a default case, a flag that another goroutine sets, a lock
// that is tried. On a serial loop nobody else ever runs while a task polls.
//
// A loop counts only if nothing but what it asks for ends it, and if a turn of it
// may come round without a yield. One that counts its turns, or works through
// something, ends by itself.
package polling

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/rewrite/program"
)

// Loop is a loop that polls.
type Loop struct {
	Stmt *ast.ForStmt
	// Gosched are the calls of runtime.Gosched on each turn that has no yield; nil
	// when there is a turn without one.
	Gosched []*ast.CallExpr
}

// Find returns the loops of fn's own body that poll.
func Find(p *program.Program, fn *program.Func, facts *yieldpoint.Result) []Loop {
	if fn.Body() == nil || facts == nil {
		return nil
	}
	var list []Loop
	var graph *cfg.CFG
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		if _, isLit := n.(*ast.FuncLit); isLit {
			return false
		}
		stmt, ok := n.(*ast.ForStmt)
		if !ok {
			return true
		}
		l := &look{prog: p, fn: fn, info: fn.File.Info(), facts: facts, loop: stmt}
		if !l.endsByOthers() {
			return true
		}
		if graph == nil {
			graph = cfg.New(fn.Body(), func(*ast.CallExpr) bool { return true })
		}
		if found, ok := l.turns(graph); ok {
			list = append(list, found)
		}
		return true
	})
	return list
}

// look is a look at one loop.
type look struct {
	prog  *program.Program
	fn    *program.Func
	info  *types.Info
	facts *yieldpoint.Result
	loop  *ast.ForStmt
	asks  bool // it asks for something that others do
}

// endsByOthers reports whether the loop asks for what others do, and ends for no
// other reason.
func (l *look) endsByOthers() bool {
	if l.loop.Cond != nil {
		if !l.polls(l.loop.Cond) || l.counts(l.loop.Cond) {
			return false
		}
		l.asks = true
	}
	fine := true
	l.walk(l.loop.Body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.SelectStmt:
			l.asks = l.asks || hasDefault(n)
		case *ast.ReturnStmt:
			fine = fine && l.isAsked(n)
		case *ast.BranchStmt:
			fine = fine && (!l.leaves(n) || l.isAsked(n))
		case *ast.CallExpr:
			fine = fine && (!isEnd(l.info, n) || l.isAsked(n)) && !l.isUpdate(n)
		}
	})
	return fine && l.asks
}

// walk visits the nodes of the loop that belong to the function.
func (l *look) walk(n ast.Node, visit func(ast.Node)) {
	ast.Inspect(n, func(n ast.Node) bool {
		if _, isLit := n.(*ast.FuncLit); isLit {
			return false
		}
		if n != nil {
			visit(n)
		}
		return true
	})
}

// leaves reports whether a branch statement leaves the loop.
func (l *look) leaves(b *ast.BranchStmt) bool {
	switch {
	case b.Tok == token.GOTO:
		return true
	case b.Label != nil:
		for n := l.prog.Parent(b); n != nil && n != ast.Node(l.loop); n = l.prog.Parent(n) {
			if labeled, ok := n.(*ast.LabeledStmt); ok && labeled.Label.Name == b.Label.Name {
				return false
			}
		}
		labeled, ok := l.prog.Parent(l.loop).(*ast.LabeledStmt)
		return !ok || labeled.Label.Name != b.Label.Name || b.Tok == token.BREAK
	case b.Tok != token.BREAK:
		return false
	}
	for n := l.prog.Parent(b); ; n = l.prog.Parent(n) {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			return n == ast.Node(l.loop)
		}
	}
}

func hasDefault(sel *ast.SelectStmt) bool {
	return slices.ContainsFunc(sel.Body.List, func(s ast.Stmt) bool { return s.(*ast.CommClause).Comm == nil })
}

func within(inner, outer ast.Node) bool {
	return outer.Pos() <= inner.Pos() && inner.End() <= outer.End()
}
