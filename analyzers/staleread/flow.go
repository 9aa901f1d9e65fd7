package staleread

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"

	"github.com/asyncport/asyncport/analyzers/flow"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// A fact says that something the function goes by was read from a location.
type fact struct {
	loc   location
	read  ast.Node
	holds holds // at the read
	// size is true when the number of elements was read, ordered when a condition
	// asked which of two values is greater.
	size, ordered bool
	// stale is the yield behind the read, nil as long as there was none.
	stale ast.Node
}

// A source tells facts apart: what goes by the value, and where it was read.
type source struct {
	loc  locationKey
	read token.Pos
	// One of: the local variable that holds the value, the block whose condition
	// looked at it.
	local *types.Var
	check *cfg.Block
}

// state is what is known at a point. What several paths bring is joined.
type state map[source]fact

func (s state) clone() state {
	t := make(state, len(s))
	for k, f := range s {
		t[k] = f
	}
	return t
}

// merge adds the facts of another path and reports whether s changed. A fact that is
// stale on one path is stale.
func (s state) merge(t state) bool {
	changed := false
	for k, f := range t {
		old, ok := s[k]
		if !ok || f.stale != nil && (old.stale == nil || f.stale.Pos() < old.stale.Pos()) {
			s[k] = f
			changed = true
		}
	}
	return changed
}

// function is one body under analysis.
type function struct {
	prog  *program
	body  ast.Node
	graph *cfg.CFG
	in    []state
	held  map[ast.Node]holds
	// report is called for findings; nil while the states are not final.
	report func(finding)
}

// analyse follows the values of a body and reports what is stale.
func (p *program) analyse(body ast.Node, report func(finding)) {
	f := &function{prog: p, body: body, graph: p.graphs.Of(body)}
	if f.graph == nil || len(f.graph.Blocks) == 0 || !p.switches(body) {
		return
	}
	f.findHeld()
	f.solve()
	f.report = report
	for _, blk := range f.graph.Blocks {
		if in := f.in[blk.Index]; in != nil {
			f.walk(blk, in.clone())
		}
	}
	f.mapRanges(report)
}

// switches reports whether the body itself has a yield.
func (p *program) switches(body ast.Node) bool {
	found := false
	ast.Inspect(flow.Body(body), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = found || p.yieldOf(n) != nil
		case *ast.RangeStmt:
			found = found || await(p.yields.Range(n)) != nil
		}
		return !found
	})
	return found
}

// findHeld notes the locks held at each node.
func (f *function) findHeld() {
	f.held = make(map[ast.Node]holds)
	f.prog.locks.Walk(f.body, func(n ast.Node, held lockset.State) {
		if _, seen := f.held[n]; seen || len(held) == 0 {
			return
		}
		h := make(holds, len(held))
		for p, l := range held {
			h[p] = l.Call
		}
		f.held[n] = h
	})
}

// solve computes the state at the entry of every block.
func (f *function) solve() {
	f.in = make([]state, len(f.graph.Blocks))
	f.in[0] = state{}
	work := []*cfg.Block{f.graph.Blocks[0]}
	for len(work) > 0 {
		blk := work[0]
		work = work[1:]
		out := f.walk(blk, f.in[blk.Index].clone())
		for _, succ := range blk.Succs {
			if f.in[succ.Index] == nil {
				f.in[succ.Index] = out.clone()
				work = append(work, succ)
			} else if f.in[succ.Index].merge(out) {
				work = append(work, succ)
			}
		}
	}
}

// decides reports whether the condition at the end of one block decides whether
// the other is reached: it is on one outcome, and is not on another.
func decides(check, act *cfg.Block) bool {
	reached, missed := false, false
	for _, succ := range check.Succs {
		if reaches(succ, act, check) {
			reached = true
		} else {
			missed = true
		}
	}
	return reached && missed
}

// reaches reports whether there is a path to a block that does not pass another.
func reaches(from, to, without *cfg.Block) bool {
	seen := map[*cfg.Block]bool{without: true}
	work := []*cfg.Block{from}
	for len(work) > 0 {
		blk := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[blk] {
			continue
		}
		if blk == to {
			return true
		}
		seen[blk] = true
		work = append(work, blk.Succs...)
	}
	return false
}
