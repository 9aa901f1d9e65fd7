package sharedstate

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/cfg"
)

// place is a node of the frame's control-flow graph. Index -1 is the entry of the
// block, its length the exit.
type place struct {
	block, index int32
}

// nowhere is not in the frame's flow: deferred, or in another thread.
var nowhere = place{-1, -1}

// flow knows which places of the frame can be reached from which.
type flow struct {
	graph   *cfg.CFG
	places  map[ast.Node]place
	clauses map[*ast.CommClause]place
	// declared is where the local variables begin to exist.
	declared map[*types.Var]place
}

func newFlow(p *program, body ast.Node) *flow {
	f := &flow{
		graph:    p.graph(body),
		places:   make(map[ast.Node]place),
		clauses:  make(map[*ast.CommClause]place),
		declared: make(map[*types.Var]place),
	}
	for _, b := range f.graph.Blocks {
		f.block(p, b)
	}
	return f
}

func (f *flow) block(p *program, b *cfg.Block) {
	switch stmt := b.Stmt.(type) {
	case *ast.CommClause:
		if b.Kind == cfg.KindSelectCaseBody {
			f.clauses[stmt] = place{b.Index, -1}
		}
	case *ast.RangeStmt:
		if b.Kind == cfg.KindRangeLoop {
			f.places[stmt] = place{b.Index, -1}
		}
	}
	for i, n := range b.Nodes {
		f.node(p, n, place{b.Index, int32(i)})
	}
	// A select runs where the block ends that leads to its clauses.
	for _, succ := range b.Succs {
		if clause, ok := succ.Stmt.(*ast.CommClause); ok && succ.Kind == cfg.KindSelectCaseBody {
			if sel, ok := p.parent[p.parent[clause]].(*ast.SelectStmt); ok {
				f.enter(p, sel, place{b.Index, int32(len(b.Nodes))})
			}
		}
	}
}

// enter places a select and the operands of its clauses, at the first block
// that leads to it.
func (f *flow) enter(p *program, sel *ast.SelectStmt, at place) {
	if _, ok := f.places[sel]; ok {
		return
	}
	f.places[sel] = at
	for _, c := range sel.Body.List {
		if comm := c.(*ast.CommClause).Comm; comm != nil {
			f.node(p, comm, at)
		}
	}
}

// node places n and everything in it.
func (f *flow) node(p *program, n ast.Node, at place) {
	ast.Inspect(n, func(c ast.Node) bool {
		if c == nil {
			return true
		}
		if _, ok := f.places[c]; !ok {
			f.places[c] = at
		}
		if id, ok := c.(*ast.Ident); ok {
			if v, ok := p.info.Defs[id].(*types.Var); ok {
				f.declared[v] = at
			}
		}
		_, lit := c.(*ast.FuncLit)
		return !lit
	})
}

// reaches reports whether control can get from one place to another without
// passing a place of stops on the way.
func (f *flow) reaches(from, to place, stops map[place]bool) bool {
	if from == nowhere || to == nowhere {
		return false
	}
	seen := make(map[int32]bool)
	var visit func(b *cfg.Block, index int32) bool
	visit = func(b *cfg.Block, index int32) bool {
		for i := index; i <= int32(len(b.Nodes)); i++ {
			here := place{b.Index, i}
			if here == to {
				return true
			}
			if stops[here] {
				return false
			}
		}
		for _, succ := range b.Succs {
			if !seen[succ.Index] {
				seen[succ.Index] = true
				if visit(succ, -1) {
					return true
				}
			}
		}
		return false
	}
	return visit(f.graph.Blocks[from.block], from.index+1)
}
