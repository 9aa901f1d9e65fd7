package sharedstate

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// lockNames are the methods by which locks of other packages are known.
var lockNames = map[string]bool{
	"Lock": true, "RLock": true, "TryLock": true, "TryRLock": true, "LockContext": true,
	"Acquire": true, "TryAcquire": true,
}

// namelessLock reports whether the body takes a lock that has no access path
// or is not of package sync: what it protects cannot be told.
func (p *program) namelessLock(body ast.Node) bool {
	if known, ok := p.nameless[body]; ok {
		return known
	}
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || found {
			return !found
		}
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok || !lockNames[sel.Sel.Name] {
			return true
		}
		if !p.locks.IsLock(call) && !p.ownWrapper(call) {
			found = true
		}
		return !found
	})
	p.nameless[body] = found
	return found
}

// ownWrapper reports whether the call's effect on locks is known by its body.
func (p *program) ownWrapper(call *ast.CallExpr) bool {
	fn := p.callee(call)
	return fn != nil && p.decls[fn.Origin()] != nil && p.locks.Summary(fn.Origin()) != nil
}

// guarded reports whether e stands under a condition that asks an atomic
// variable: it may see to it that only one goroutine comes here.
func (p *program) guarded(e ast.Node, body ast.Node) bool {
	for n := p.parent[e]; n != nil && n != body; n = p.parent[n] {
		var cond ast.Node
		switch n := n.(type) {
		case *ast.IfStmt:
			cond = n.Cond
			if n.Init != nil && p.usesAtomic(n.Init) {
				return true
			}
		case *ast.ForStmt:
			cond = n.Cond
		case *ast.SwitchStmt:
			cond = n.Tag
		case *ast.BlockStmt:
			if p.leavesOnAtomic(n, e) {
				return true
			}
		}
		if cond != nil && p.usesAtomic(cond) {
			return true
		}
	}
	return false
}

// leavesOnAtomic reports whether a statement of the block before e is an if on an
// atomic variable: if !running.CompareAndSwap(false, true) { return }.
func (p *program) leavesOnAtomic(block *ast.BlockStmt, e ast.Node) bool {
	for _, s := range block.List {
		if s.End() > e.Pos() {
			return false
		}
		if s, ok := s.(*ast.IfStmt); ok && (p.usesAtomic(s.Cond) || s.Init != nil && p.usesAtomic(s.Init)) {
			return true
		}
	}
	return false
}

func (p *program) usesAtomic(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if fn := p.callee(call); fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "sync/atomic" {
				found = true
			}
		}
		return !found
	})
	return found
}

// startedOnce reports whether the start is guarded by a flag: an if before or
// around it asks for a variable that the same body sets further down.
func (p *program) startedOnce(node, body ast.Node) bool {
	asked := make(map[*types.Var]*ast.IfStmt)
	once := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			if n.Pos() < node.Pos() {
				for _, v := range p.variablesIn(n.Cond) {
					asked[v] = n
				}
				once = once || p.usesAtomic(n.Cond) && n.Body.Pos() < node.Pos()
			}
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				for _, v := range p.variablesIn(lhs) {
					if ask, ok := asked[v]; ok && n.Pos() > ask.Cond.End() {
						once = true
					}
				}
			}
		}
		return !once
	})
	return once
}

// variablesIn returns the last variable of every access path in n.
func (p *program) variablesIn(n ast.Node) []*types.Var {
	var vars []*types.Var
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if v, ok := p.info.Uses[n.Sel].(*types.Var); ok {
				vars = append(vars, v)
				return false
			}
		case *ast.Ident:
			if v := p.variable(n); v != nil {
				vars = append(vars, v)
			}
		case *ast.FuncLit:
			return false
		}
		return true
	})
	return vars
}

// isSingle reports whether an errgroup's limit is set to one: its functions then
// run one after the other.
func (p *program) isSingle(call *ast.CallExpr) bool {
	fn := p.callee(call)
	if fn == nil || catalog.FuncName(fn) != "golang.org/x/sync/errgroup.(*Group).SetLimit" || len(call.Args) != 1 {
		return false
	}
	v := p.info.Types[call.Args[0]].Value
	return v != nil && v.ExactString() == "1"
}
