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
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/catalog"
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
		if !l.polls(l.loop.Cond) {
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
	v, ok := l.info.Uses[id].(*types.Var)
	if !ok || v.IsField() || v.Parent() == nil || v.Parent() == l.fn.File.Pkg.Types.Scope() {
		return false
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

func hasDefault(sel *ast.SelectStmt) bool {
	return slices.ContainsFunc(sel.Body.List, func(s ast.Stmt) bool { return s.(*ast.CommClause).Comm == nil })
}

func within(inner, outer ast.Node) bool {
	return outer.Pos() <= inner.Pos() && inner.End() <= outer.End()
}

// turns reports whether a turn of the loop may come round without a yield, and
// without anything that a select has received or sent.
func (l *look) turns(graph *cfg.CFG) (Loop, bool) {
	found := Loop{Stmt: l.loop}
	var calls []*ast.CallExpr
	l.walk(l.loop.Body, func(n ast.Node) {
		if call, ok := n.(*ast.CallExpr); ok && isGosched(l.info, call) {
			calls = append(calls, call)
		}
	})
	if !l.comesRound(graph, nil) {
		return found, false
	}
	if len(calls) > 0 && !l.comesRound(graph, calls) {
		found.Gosched = calls
	}
	return found, true
}

// comesRound looks for a way from the body of the loop to itself that meets
// neither a yield nor one of the calls.
func (l *look) comesRound(graph *cfg.CFG, without []*ast.CallExpr) bool {
	var body *cfg.Block
	for _, b := range graph.Blocks {
		if b.Kind == cfg.KindForBody && b.Stmt == ast.Stmt(l.loop) {
			body = b
		}
	}
	if body == nil {
		return false
	}
	seen := map[*cfg.Block]bool{}
	work := []*cfg.Block{body}
	for len(work) > 0 {
		b := work[0]
		work = work[1:]
		if seen[b] || b.Kind == cfg.KindSelectCaseBody || !within(blockStmt(b, l.loop), l.loop) || l.stops(b, without) {
			continue
		}
		seen[b] = true
		for _, next := range b.Succs {
			if next == body {
				return true
			}
			work = append(work, next)
		}
	}
	return false
}

// blockStmt returns the statement that a block belongs to.
func blockStmt(b *cfg.Block, loop ast.Stmt) ast.Node {
	if b.Stmt == nil {
		return loop
	}
	return b.Stmt
}

// stops reports whether a block may yield, or makes one of the calls.
func (l *look) stops(b *cfg.Block, without []*ast.CallExpr) bool {
	if loop, ok := b.Stmt.(*ast.RangeStmt); ok && b.Kind == cfg.KindRangeLoop && l.facts.Range(loop).Kinds(false)&mayYield != 0 {
		return true
	}
	return slices.ContainsFunc(b.Nodes, func(n ast.Node) bool { return l.yields(n) || contains(n, without) })
}

func contains(n ast.Node, calls []*ast.CallExpr) bool {
	return slices.ContainsFunc(calls, func(call *ast.CallExpr) bool { return within(call, n) })
}

// mayYield are the kinds that are marked, and those of calls of which nobody knows
// what they do.
var mayYield = catalog.Marked | catalog.SetOf(catalog.Dyn, catalog.IO)

// yields reports whether a node may yield. What a goroutine or a deferred call
// does, it does not do here.
func (l *look) yields(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.GoStmt, *ast.DeferStmt:
			return false
		case *ast.CallExpr:
			found = found || l.facts.Call(n).Kinds(false)&mayYield != 0 || l.isUnknown(n) || l.handsTask(n)
		}
		return !found
	})
	return found || slices.ContainsFunc(l.facts.Ops(), func(op yieldpoint.Op) bool {
		return !op.Free && catalog.SetOf(op.Kind)&mayYield != 0 && (within(op.Node, n) || isHead(op.Node, n))
	})
}

// isHead reports whether a node is the channel that a loop receives from.
func isHead(op, n ast.Node) bool {
	loop, ok := op.(*ast.RangeStmt)
	return ok && within(n, loop.X)
}

// handsTask reports whether a call hands a task to a function: that may switch, and says
// so, also where nothing is known of what is called. What the runtime's own functions
// do is known.
func (l *look) handsTask(call *ast.CallExpr) bool {
	_, known := color.Runtime(l.info, call)
	return !known && color.Marked(l.info, call)
}

// isUnknown reports whether a call calls a function value.
func (l *look) isUnknown(call *ast.CallExpr) bool {
	if tv, ok := l.info.Types[call.Fun]; ok && tv.IsType() {
		return false
	}
	return typeutil.Callee(l.info, call) == nil || isVar(l.info, call)
}

func isVar(info *types.Info, call *ast.CallExpr) bool {
	_, ok := typeutil.Callee(info, call).(*types.Var)
	return ok
}
