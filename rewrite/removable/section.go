package removable

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/rewrite/program"
)

// regions follows every Lock to its Unlock. Both have to stand in one function,
// on every path, and nothing between them may yield.
func (f *Finder) regions(m *Mutex) *Obstacle {
	byStmt := map[ast.Node]*use{}
	byCall := map[ast.Node]*use{}
	for i := range m.uses {
		byStmt[m.uses[i].stmt] = &m.uses[i]
		byCall[m.uses[i].call] = &m.uses[i]
	}
	ended := map[*use]bool{}
	for i := range m.uses {
		if u := &m.uses[i]; u.locks() {
			r := &region{finder: f, lock: u, fn: f.prog.Enclosing(u.call), byStmt: byStmt, byCall: byCall, ended: ended, seen: map[state]bool{}}
			if obstacle := r.follow(); obstacle != nil {
				return obstacle
			}
		}
	}
	for i := range m.uses {
		if u := &m.uses[i]; !u.locks() && !ended[u] {
			return &Obstacle{"removable-section", "no Lock before the Unlock at " + f.place(u.call)}
		}
	}
	return nil
}

// region is what may run after one Lock and before its Unlock.
type region struct {
	finder         *Finder
	lock           *use
	fn             *program.Func
	byStmt, byCall map[ast.Node]*use
	ended          map[*use]bool
	seen           map[state]bool
	work           []state
}

// state is a place in the graph; deferred: the Unlock is.
type state struct {
	block    *cfg.Block
	index    int
	deferred bool
}

func (r *region) follow() *Obstacle {
	if r.fn == nil {
		return r.open()
	}
	graph := cfg.New(r.fn.Body(), func(call *ast.CallExpr) bool {
		builtin, ok := typeutil.Callee(r.fn.File.Info(), call).(*types.Builtin)
		return !ok || builtin.Name() != "panic"
	})
	for _, block := range graph.Blocks {
		for i, n := range block.Nodes {
			if n == ast.Node(r.lock.stmt) || n == ast.Node(r.lock.call) {
				r.add(state{block, i + 1, false})
			}
		}
	}
	if len(r.work) == 0 {
		return r.open() // it is never reached, or the graph has it otherwise
	}
	for len(r.work) > 0 {
		s := r.work[0]
		r.work = r.work[1:]
		if obstacle := r.step(s); obstacle != nil {
			return obstacle
		}
	}
	return nil
}

func (r *region) add(s state) {
	if !r.seen[s] {
		r.seen[s] = true
		r.work = append(r.work, s)
	}
}

// step follows the nodes of one block from a place on.
func (r *region) step(s state) *Obstacle {
	if loop, ok := s.block.Stmt.(*ast.RangeStmt); ok && s.block.Kind == cfg.KindRangeLoop {
		if why := r.turns(loop); why != "" {
			return &Obstacle{"removable-yield", why}
		}
	}
	for _, n := range s.block.Nodes[s.index:] {
		u := r.use(n)
		switch {
		case u == nil:
			if why := r.yields(n); why != "" {
				return &Obstacle{"removable-yield", why}
			}
			if r.moves(n) {
				return r.open()
			}
		case u.locks() || types.ExprString(u.path) != types.ExprString(r.lock.path) || (u.method == "RUnlock") != (r.lock.method == "RLock"):
			return r.open() // two of them at once
		case u.deferred():
			s.deferred = true
			r.ended[u] = true
		case s.deferred:
			return r.open() // unlocked twice
		default:
			r.ended[u] = true
			return nil
		}
	}
	if len(s.block.Succs) == 0 && !s.deferred {
		return r.open()
	}
	for _, next := range s.block.Succs {
		r.add(state{next, 0, s.deferred})
	}
	return nil
}

// use returns the call of the mutex that a node of the graph is, or nil.
func (r *region) use(n ast.Node) *use {
	if u := r.byStmt[n]; u != nil {
		return u
	}
	return r.byCall[n]
}

func (r *region) open() *Obstacle {
	return &Obstacle{"removable-section", "from " + r.finder.place(r.lock.call) + " on"}
}

// moves reports whether a node sets the variable that leads to the mutex, or
// makes a function of it in which the mutex is used.
func (r *region) moves(n ast.Node) bool {
	root := r.lock.path
	for {
		sel, ok := ast.Unparen(root).(*ast.SelectorExpr)
		if !ok {
			break
		}
		root = sel.X
	}
	obj := r.fn.File.Info().ObjectOf(ast.Unparen(root).(*ast.Ident))
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && r.fn.File.Info().ObjectOf(id) == obj {
					found = true
				}
			}
		case *ast.CallExpr:
			found = found || r.byCall[n] != nil
		}
		return !found
	})
	return found
}

// silent are the kinds of which nobody on the loop waits for somebody else.
var silent = catalog.SetOf(catalog.File, catalog.Stdio, catalog.Syscall, catalog.Cgo, catalog.Lock)

// yields says what in a node may yield, or "". A function value may do anything;
// what is handed a task may let others run.
func (r *region) yields(n ast.Node) string {
	f, info := r.finder, r.fn.File.Info()
	facts := f.facts.Yields(r.fn.File.Pkg)
	if facts == nil {
		return "not analysed"
	}
	why := ""
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if tv, ok := info.Types[n.Fun]; ok && tv.IsType() {
				return true
			}
			switch callee := typeutil.Callee(info, n).(type) {
			case *types.Builtin:
				return true
			case *types.Func:
				if path := callee.Pkg(); path != nil && path.Path() == f.home && (callee.Name() == "Enter" || callee.Name() == "Run") {
					why = "enters a loop at " + f.place(n)
				}
			default:
				if _, isLit := ast.Unparen(n.Fun).(*ast.FuncLit); !isLit {
					why = "a function value is called at " + f.place(n)
				}
			}
			if f.takesTask(info, n) {
				why = "a task is handed on at " + f.place(n)
			}
			if kinds := facts.Call(n).Kinds(false); kinds&^silent != 0 {
				why = fmt.Sprintf("%s at %s", (kinds &^ silent).Kinds()[0], f.place(n))
			}
		}
		return why == ""
	})
	if why != "" {
		return why
	}
	return r.operation(facts, n)
}

// operation says which primitive operation a node has or is part of, or "".
func (r *region) operation(facts *yieldpoint.Result, n ast.Node) string {
	for _, op := range r.finder.operations(r.fn, facts) {
		if sel, ok := op.Node.(*ast.SelectStmt); within(op.Node, n) || ok && r.isCase(sel, n) {
			return fmt.Sprintf("%s at %s", op.Kind, r.finder.place(op.Node))
		}
	}
	return ""
}

// operations returns the operations of a function, and of the literals in it, that
// may wait for someone else.
func (f *Finder) operations(fn *program.Func, facts *yieldpoint.Result) []yieldpoint.Op {
	if known, ok := f.ops[fn]; ok {
		return known
	}
	if f.ops == nil {
		f.ops = map[*program.Func][]yieldpoint.Op{}
	}
	f.ops[fn] = nil
	for _, op := range facts.Ops() {
		if catalog.SetOf(op.Kind)&^silent != 0 && !op.Free && within(op.Node, fn.Node()) {
			f.ops[fn] = append(f.ops[fn], op)
		}
	}
	return f.ops[fn]
}

// isCase reports whether a node is the operation of a case.
func (r *region) isCase(sel *ast.SelectStmt, n ast.Node) bool {
	return slices.ContainsFunc(sel.Body.List, func(clause ast.Stmt) bool {
		comm := clause.(*ast.CommClause).Comm
		return comm != nil && within(n, comm)
	})
}

// turns says whether the next turn of a loop may wait: for a channel, or by a
// function that is called for the next value.
func (r *region) turns(loop *ast.RangeStmt) string {
	t := r.fn.File.Info().TypeOf(loop.X)
	if t != nil {
		switch t.Underlying().(type) {
		case *types.Slice, *types.Array, *types.Map, *types.Pointer, *types.Basic:
			return ""
		}
	}
	return "a turn of the loop at " + r.finder.place(loop)
}

func within(inner, outer ast.Node) bool {
	return outer.Pos() <= inner.Pos() && inner.End() <= outer.End()
}

// takesTask reports whether a call hands a task over as one.
func (f *Finder) takesTask(info *types.Info, call *ast.CallExpr) bool {
	sig, _ := info.TypeOf(call.Fun).(*types.Signature)
	if sig == nil {
		return true
	}
	for v := range sig.Params().Variables() {
		if f.on.IsTask(v.Type()) {
			return true
		}
	}
	return false
}

func (f *Finder) place(n ast.Node) string {
	pos := f.prog.Position(n.Pos())
	return fmt.Sprintf("%s:%d", pos.Filename, pos.Line)
}
