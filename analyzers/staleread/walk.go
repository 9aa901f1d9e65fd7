package staleread

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"
)

// walker applies the nodes of a block to a state, in the order of evaluation.
type walker struct {
	*function
	blk   *cfg.Block
	state state
	// targets are what the assignment at hand writes.
	targets map[locationKey]bool
}

func (f *function) walk(blk *cfg.Block, s state) state {
	w := &walker{function: f, blk: blk, state: s}
	if loop, ok := blk.Stmt.(*ast.RangeStmt); ok && blk.Kind == cfg.KindRangeLoop && await(f.prog.yields.Range(loop)) != nil {
		w.yield(loop)
	}
	for _, n := range blk.Nodes {
		w.node(n)
	}
	w.condition()
	return w.state
}

// node evaluates n. Function literals run elsewhere.
func (w *walker) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.FuncLit:
		return
	case *ast.GoStmt:
		w.operands(n.Call)
		return
	case *ast.DeferStmt:
		w.operands(n.Call)
		return
	case *ast.AssignStmt:
		w.assignment(n)
		return
	case *ast.IncDecStmt:
		w.target(n.X)
		w.write(n.X, nil, n)
		return
	case *ast.ValueSpec:
		w.declaration(n)
		return
	case *ast.CallExpr:
		w.call(n)
		return
	case *ast.IndexExpr:
		w.node(n.Index)
		w.useIndex(n)
	}
	if e, ok := n.(ast.Expr); ok {
		if loc, ok := w.prog.locate(e); ok {
			w.read(loc)
		}
	}
	w.children(n)
	if loop, ok := w.prog.parent[n].(*ast.RangeStmt); ok && loop.X == n {
		w.rangeOver(loop)
	}
}

func (w *walker) children(n ast.Node) {
	first := true
	ast.Inspect(n, func(c ast.Node) bool {
		if first {
			first = false
			return true
		}
		if c != nil {
			if index, ok := n.(*ast.IndexExpr); !ok || c != index.Index {
				w.node(c)
			}
		}
		return false
	})
}

func (w *walker) operands(call *ast.CallExpr) {
	w.node(call.Fun)
	for _, arg := range call.Args {
		w.node(arg)
	}
}

func (w *walker) call(call *ast.CallExpr) {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		w.node(sel.X)
	}
	built, _ := typeutil.Callee(w.prog.info, call).(*types.Builtin)
	isDelete := built != nil && built.Name() == "delete" && len(call.Args) == 2
	for i, arg := range call.Args {
		if !isDelete || i > 0 {
			w.node(arg)
		}
	}
	if w.prog.yieldOf(call) != nil {
		w.yield(call)
	}
	if isDelete {
		w.write(&ast.IndexExpr{X: call.Args[0], Index: call.Args[1]}, nil, call)
	}
}

// yield makes stale all that was read before.
func (w *walker) yield(n ast.Node) {
	for k, f := range w.state {
		if f.stale == nil {
			f.stale = n
			w.state[k] = f
		}
	}
}

// read drops what is stale about the same state: who looks again knows.
func (w *walker) read(loc location) {
	if w.targets[loc.key()] {
		return // x = x + 1
	}
	for k, f := range w.state {
		if f.stale != nil && f.loc.state == loc.state {
			delete(w.state, k)
		}
	}
}

func (w *walker) add(k source, f fact) {
	if w.prog.shareable(f.loc, w.body) {
		w.state[k] = f
	}
}

func (w *walker) assignment(n *ast.AssignStmt) {
	w.targets = make(map[locationKey]bool)
	for _, lhs := range n.Lhs {
		if loc, ok := w.prog.locate(lhs); ok {
			w.targets[loc.key()] = true
		}
	}
	for _, rhs := range n.Rhs {
		w.node(rhs)
	}
	from := make([][]fact, len(n.Lhs))
	for i := range n.Lhs {
		from[i] = w.origins(n.Rhs[min(i, len(n.Rhs)-1)], false)
	}
	w.targets = nil
	for i, lhs := range n.Lhs {
		w.target(lhs)
		if v := w.local(lhs); v != nil {
			w.define(v, from[i])
			continue
		}
		w.write(lhs, n.Rhs[min(i, len(n.Rhs)-1)], n)
	}
}

func (w *walker) declaration(n *ast.ValueSpec) {
	for _, value := range n.Values {
		w.node(value)
	}
	for i, name := range n.Names {
		if v := w.local(name); v != nil && len(n.Values) > 0 {
			w.define(v, w.origins(n.Values[min(i, len(n.Values)-1)], false))
		}
	}
}

// target evaluates the operands of an expression that is assigned to.
func (w *walker) target(lhs ast.Expr) {
	switch lhs := ast.Unparen(lhs).(type) {
	case *ast.IndexExpr:
		w.useIndex(lhs)
		w.node(lhs.Index)
		w.target(lhs.X)
	case *ast.SelectorExpr:
		w.target(lhs.X)
	case *ast.StarExpr:
		w.node(lhs.X)
	}
}

// local returns the variable of this function that e names, if other tasks do not
// see it.
func (w *walker) local(e ast.Expr) *types.Var {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := w.prog.info.ObjectOf(id).(*types.Var)
	if !ok || !within(w.body, v.Pos()) || w.prog.shareable(location{root: v, state: v}, w.body) {
		return nil
	}
	return v
}

// define gives a local variable a new value.
func (w *walker) define(v *types.Var, from []fact) {
	for k, f := range w.state {
		if k.local == v || slices.Contains(f.loc.deps, v) {
			delete(w.state, k)
		}
	}
	for _, f := range from {
		w.add(source{loc: f.loc.key(), read: f.read.Pos(), local: v}, f)
	}
}

// rangeOver notes that the key of a loop over a slice is an index into it.
func (w *walker) rangeOver(loop *ast.RangeStmt) {
	if loop.Key == nil {
		return
	}
	if _, ok := w.prog.info.TypeOf(loop.X).Underlying().(*types.Slice); !ok {
		return
	}
	if v := w.local(loop.Key); v != nil {
		w.define(v, w.origins(loop.X, false))
	}
}

// condition notes what the condition at the end of the block looked at.
func (w *walker) condition() {
	if len(w.blk.Succs) != 2 || len(w.blk.Nodes) == 0 {
		return
	}
	cond, ok := w.blk.Nodes[len(w.blk.Nodes)-1].(ast.Expr)
	if !ok {
		return
	}
	if tag := w.prog.tags[cond]; tag != nil {
		cond = tag
	}
	ordered := compares(cond)
	for _, f := range w.origins(cond, true) {
		f.ordered = ordered
		w.add(source{loc: f.loc.key(), read: f.read.Pos(), check: w.blk}, f)
	}
}

// compares reports whether e asks which of two values is greater.
func compares(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if b, ok := n.(*ast.BinaryExpr); ok {
			switch b.Op {
			case token.LSS, token.LEQ, token.GTR, token.GEQ:
				found = true
			}
		}
		return !found
	})
	return found
}
