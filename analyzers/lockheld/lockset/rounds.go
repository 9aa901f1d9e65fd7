package lockset

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/cfg"
)

// Rounds calls visit for the continue statements of a body that end an if or a case and
// have no label, with the locks that are held there, and with what every round of the
// loop does before it comes to a branch.
func (l *Locks) Rounds(fn ast.Node, visit func(at *ast.BranchStmt, held State, first []ast.Node)) {
	b := l.byNode[fn]
	if b == nil {
		return
	}
	bodies := make(map[ast.Stmt]*cfg.Block)
	for _, blk := range b.cfg.Blocks {
		if blk.Kind == cfg.KindForBody || blk.Kind == cfg.KindRangeBody {
			bodies[blk.Stmt] = blk
		}
	}
	for _, blk := range b.cfg.Blocks {
		if b.in[blk.Index] == nil || len(blk.Succs) != 1 {
			continue
		}
		next := blk.Succs[0]
		body := bodies[next.Stmt]
		at := goesOn(blk, next)
		if body == nil || at == nil {
			continue
		}
		visit(at, l.walkBlock(b, blk, b.in[blk.Index].clone(), nil), body.Nodes)
	}
}

// goesOn returns the continue statement that ends a block and leads to a block of its
// loop; nil if there is none.
func goesOn(blk, next *cfg.Block) *ast.BranchStmt {
	var body *ast.BlockStmt
	switch loop := next.Stmt.(type) {
	case *ast.ForStmt:
		body = loop.Body
	case *ast.RangeStmt:
		body = loop.Body
	}
	if body == nil || next.Kind == cfg.KindForDone || next.Kind == cfg.KindRangeDone {
		return nil
	}
	var list []ast.Stmt
	switch stmt := blk.Stmt.(type) {
	case *ast.IfStmt:
		switch els, _ := stmt.Else.(*ast.BlockStmt); {
		case blk.Kind == cfg.KindIfThen:
			list = stmt.Body.List
		case blk.Kind == cfg.KindIfElse && els != nil:
			list = els.List
		}
	case *ast.CaseClause:
		list = stmt.Body
	case *ast.CommClause:
		list = stmt.Body
	}
	if len(list) == 0 {
		return nil
	}
	last, ok := list[len(list)-1].(*ast.BranchStmt)
	if !ok || last.Tok != token.CONTINUE || last.Label != nil || last.Pos() < body.Pos() || body.End() <= last.Pos() {
		return nil
	}
	return last
}
