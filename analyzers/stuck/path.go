package stuck

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/cfg"
)

// paths searches the control flow of a function for ways to its end that avoid
// some operations.
type paths struct {
	graph *cfg.CFG
	// end is the closing brace, where the graph has a return that is not in the
	// source.
	end token.Pos
	// stops are the nodes at which the search ends: the operations.
	stops map[ast.Node]bool
	// through are loops that contain an operation and are taken to run at least
	// once: that the loop ends counts as the operation.
	through map[ast.Stmt]bool
}

// exit is an end of the function that the search reached.
type exit struct {
	pos token.Pos
	// stmt is true for a return statement, false for the closing brace.
	stmt bool
}

// from returns the exits that can be reached from the entry of a block, or from
// behind a node of it.
func (p *paths) from(b *cfg.Block, after ast.Node) []exit {
	var exits []exit
	seen := make(map[*cfg.Block]bool)
	var visit func(b *cfg.Block, nodes []ast.Node)
	visit = func(b *cfg.Block, nodes []ast.Node) {
		for _, n := range nodes {
			if p.stopsIn(n) {
				return
			}
			if ret, ok := n.(*ast.ReturnStmt); ok {
				exits = append(exits, exit{ret.Pos(), ret.Pos() != p.end})
			}
		}
		for _, succ := range b.Succs {
			if seen[succ] || p.stopped(b, succ) {
				continue
			}
			seen[succ] = true
			visit(succ, succ.Nodes)
		}
	}
	nodes := b.Nodes
	for i, n := range b.Nodes {
		if after != nil && n.Pos() <= after.Pos() && after.End() <= n.End() {
			nodes = b.Nodes[i+1:]
			break
		}
	}
	visit(b, nodes)
	return exits
}

// stopsIn reports whether evaluating n runs one of the operations.
func (p *paths) stopsIn(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(c ast.Node) bool {
		if _, ok := c.(*ast.FuncLit); ok {
			return false
		}
		found = found || c != nil && p.stops[c]
		return !found
	})
	return found
}

// stopped reports whether taking the edge counts as one of the operations.
func (p *paths) stopped(from, to *cfg.Block) bool {
	switch to.Kind {
	case cfg.KindSelectCaseBody:
		return p.stops[to.Stmt]
	case cfg.KindRangeLoop:
		return p.stops[to.Stmt]
	case cfg.KindRangeDone:
		return from.Kind == cfg.KindRangeLoop && p.through[to.Stmt]
	case cfg.KindForDone:
		return from.Kind == cfg.KindForLoop && p.through[to.Stmt]
	}
	return false
}

// block returns the block in which n is evaluated, or nil.
func (p *paths) block(n ast.Node) *cfg.Block {
	for _, b := range p.graph.Blocks {
		for _, m := range b.Nodes {
			if m.Pos() <= n.Pos() && n.End() <= m.End() && b.Live {
				return b
			}
		}
	}
	return nil
}

// clause returns the block of a select clause, or nil.
func (p *paths) clause(c *ast.CommClause) *cfg.Block {
	for _, b := range p.graph.Blocks {
		if b.Kind == cfg.KindSelectCaseBody && b.Stmt == ast.Stmt(c) && b.Live {
			return b
		}
	}
	return nil
}

func (f *finder) graph(body ast.Node) *cfg.CFG {
	if lit, ok := body.(*ast.FuncLit); ok {
		return f.cfgs.FuncLit(lit)
	}
	return f.cfgs.FuncDecl(body.(*ast.FuncDecl))
}
