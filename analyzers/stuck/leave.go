package stuck

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/cfg"
)

// byOtherCase finds an exit behind another case of a select that has a
// counterpart.
func (f *finder) byOtherCase(p *paths, counterparts []op, start *ast.GoStmt) (token.Pos, bool) {
	for _, o := range counterparts {
		if o.clause == nil || o.node.Pos() < start.Pos() {
			continue
		}
		for _, c := range f.parent[o.clause].(*ast.BlockStmt).List {
			other := c.(*ast.CommClause)
			b := p.clause(other)
			if other.Comm == nil || b == nil || p.stops[other] {
				continue
			}
			if exits := p.from(b, nil); len(exits) > 0 {
				return exits[0].pos, true
			}
		}
	}
	return token.NoPos, false
}

// byEarlyReturn finds a return statement between the go statement and the first
// counterpart. The go statement must not stand under a condition that the
// counterpart does not: the return may ask for the same.
func (f *finder) byEarlyReturn(p *paths, counterparts []op, start *ast.GoStmt) (token.Pos, bool) {
	b := p.block(start)
	first := counterparts[0].node
	if b == nil || !contains(f.parent[start], first) {
		return token.NoPos, false
	}
	for _, e := range p.from(b, start) {
		if e.stmt && start.End() <= e.pos && e.pos < first.Pos() {
			return e.pos, true
		}
	}
	return token.NoPos, false
}

// insideRange finds a return inside the loop that is the only receiver.
func (f *finder) insideRange(p *paths, counterparts []op) (token.Pos, bool) {
	if len(counterparts) != 1 {
		return token.NoPos, false
	}
	loop, ok := counterparts[0].node.(*ast.RangeStmt)
	if !ok {
		return token.NoPos, false
	}
	for _, b := range p.graph.Blocks {
		if b.Kind != cfg.KindRangeBody || b.Stmt != ast.Stmt(loop) || !b.Live {
			continue
		}
		for _, e := range p.from(b, nil) {
			if e.stmt && loop.Body.Pos() < e.pos && e.pos < loop.End() {
				return e.pos, true
			}
		}
	}
	return token.NoPos, false
}

// repeats reports whether n stands in a loop of its function.
func (f *finder) repeats(n, body ast.Node) bool {
	for n = f.parent[n]; n != body; n = f.parent[n] {
		if isLoop(n) {
			return true
		}
	}
	return false
}

// leaves reports whether the block of a loop has a way out of the loop: then the
// goroutine may finish by itself.
func leaves(block *ast.BlockStmt) bool {
	found := false
	ast.Inspect(block, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			found = true
		case *ast.BranchStmt:
			found = found || n.Tok != token.CONTINUE
		}
		return !found
	})
	return found
}
