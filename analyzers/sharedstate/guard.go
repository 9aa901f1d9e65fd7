package sharedstate

import (
	"go/ast"
	"go/token"
	"strings"

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
		if !p.locks.IsLock(call) && !p.ownWrapper(call) && !p.isSpinLock(call) {
			found = true
		}
		return !found
	})
	p.nameless[body] = found
	return found
}

// ownWrapper reports whether the call's effect on locks is known by its body: it leaves one
// locked, or unlocks one. A lock for each key, say, uses a lock only to look itself up.
func (p *program) ownWrapper(call *ast.CallExpr) bool {
	fn := p.callee(call)
	if fn == nil || p.decls[fn.Origin()] == nil {
		return false
	}
	sum := p.locks.Summary(fn.Origin())
	return sum != nil && len(sum.Acquires)+len(sum.Releases) > 0
}

// isSpinLock reports whether the call is of a lock of this package that tries an atomic variable, and waits for nothing
// else: what it keeps apart is seen where its body is run.
func (p *program) isSpinLock(call *ast.CallExpr) bool {
	fn := p.callee(call)
	if fn == nil || p.decls[fn.Origin()] == nil {
		return false
	}
	tries, other := false, false
	ast.Inspect(p.decls[fn.Origin()], func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := ""
			if fn := p.callee(n); fn != nil && fn.Pkg() != nil {
				name = p.funcName(fn)
			}
			tries = tries || strings.HasPrefix(name, "sync/atomic.") && strings.Contains(name, "CompareAndSwap")
			if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok {
				other = other || lockNames[sel.Sel.Name]
			}
		case *ast.SelectStmt, *ast.SendStmt:
			other = true
		case *ast.UnaryExpr:
			other = other || n.Op == token.ARROW
		}
		return true
	})
	return tries && !other
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
