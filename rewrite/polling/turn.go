package polling

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

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
