package staleread

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/cfg"
)

// mapRanges reports loops over shared maps that yield between two elements.
func (f *function) mapRanges(report func(finding)) {
	for _, blk := range f.graph.Blocks {
		loop, ok := blk.Stmt.(*ast.RangeStmt)
		if !ok || blk.Kind != cfg.KindRangeLoop || f.in[blk.Index] == nil {
			continue
		}
		if _, ok := f.prog.info.TypeOf(loop.X).Underlying().(*types.Map); !ok {
			continue
		}
		loc, ok := f.prog.locate(loop.X)
		if !ok || !f.prog.shareable(loc, f.body) {
			continue
		}
		if y := f.yieldBetween(blk, loop); y != nil && !covered(f.held[loop.X], f.held[y]) {
			report(finding{at: loop.X, how: ranges, loc: loc, fact: fact{loc: loc, read: loop.X, stale: y}})
		}
	}
}

// yieldBetween returns a yield in the loop's body after which it may go on.
func (f *function) yieldBetween(head *cfg.Block, loop *ast.RangeStmt) ast.Node {
	for _, blk := range f.graph.Blocks {
		if f.in[blk.Index] == nil || !reaches(blk, head, nil) {
			continue
		}
		for _, n := range blk.Nodes {
			if n.Pos() < loop.Body.Pos() || n.Pos() >= loop.Body.End() {
				continue
			}
			if y := f.yieldIn(n); y != nil {
				return y
			}
		}
	}
	return nil
}

func (f *function) yieldIn(n ast.Node) ast.Node {
	var found ast.Node
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.GoStmt, *ast.DeferStmt:
			return false
		case *ast.CallExpr:
			if found == nil && f.prog.yieldOf(n) != nil {
				found = n
			}
		}
		return found == nil
	})
	return found
}
