package sharedstate

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// entry is what callers in the package hold when they call a function, in terms
// of its receiver and parameters.
type entry struct {
	held map[lockset.Path]bool
	// hidden is true when a caller may hold a lock that has no name here.
	hidden bool
}

// maxEntryRounds bounds the depth of calls through which a held lock is seen.
const maxEntryRounds = 4

// findEntries computes for every declared function the locks that any of its
// callers holds. A function that relies on its callers' locks is thus not taken for
// unprotected when it is looked at by itself; a caller that does not hold them is
// looked at as well.
func (p *program) findEntries() {
	p.entries = make(map[ast.Node]*entry)
	for range maxEntryRounds {
		changed := false
		for _, body := range p.bodies {
			changed = p.passOn(body) || changed
		}
		if !changed {
			return
		}
	}
}

// passOn adds what a body holds at its calls to the entries of the callees.
func (p *program) passOn(body ast.Node) bool {
	changed := false
	hidden := p.namelessLock(body)
	var own *entry
	for b := body; own == nil && b != nil; b = p.outer[b] {
		own = p.entries[b] // a literal may run under the locks of its function
	}
	p.locks.Walk(body, func(n ast.Node, state lockset.State) {
		call, ok := n.(*ast.CallExpr)
		if d, isDefer := n.(*ast.DeferStmt); isDefer {
			call, ok = d.Call, true
		}
		if !ok {
			return
		}
		fn := p.callee(call)
		if fn == nil {
			return
		}
		decl, ok := p.decls[fn.Origin()]
		if !ok {
			return
		}
		e := p.entries[decl]
		if e == nil {
			e = &entry{held: make(map[lockset.Path]bool)}
			p.entries[decl] = e
		}
		if (hidden || own != nil && own.hidden) && !e.hidden {
			e.hidden, changed = true, true
		}
		for lock := range state {
			changed = p.translate(e, lock, call, fn) || changed
		}
		if own != nil {
			for lock := range own.held {
				changed = p.translate(e, lock, call, fn) || changed
			}
		}
	})
	return changed
}

// translate adds to e a lock of the caller as the callee names it.
func (p *program) translate(e *entry, lock lockset.Path, call *ast.CallExpr, fn *types.Func) bool {
	found := false
	add := func(q lockset.Path) {
		if !e.held[q] {
			e.held[q] = true
			found = true
		}
	}
	if lock.Root.Parent() == lock.Root.Pkg().Scope() {
		add(lock)
	}
	sig := fn.Origin().Signature()
	via := func(param *types.Var, arg lockset.Path, ok bool) {
		if !ok || param == nil || arg.Root != lock.Root {
			return
		}
		if rest, ok := strings.CutPrefix(lock.Rest, arg.Rest); ok {
			add(lockset.Path{Root: param, Rest: rest, Last: lock.Last})
		}
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && sig.Recv() != nil {
		arg, ok := p.locks.Receiver(sel)
		via(sig.Recv(), arg, ok)
	}
	for i := range min(sig.Params().Len(), len(call.Args)) {
		arg, ok := p.locks.Path(call.Args[i])
		via(sig.Params().At(i), arg, ok)
	}
	return found
}

// heldAtEntry returns the locks that callers hold, in no particular order, and
// whether others may be held that have no name.
func (p *program) heldAtEntry(body ast.Node) ([]lockset.Path, bool) {
	if lit, ok := body.(*ast.FuncLit); ok && !p.startedByGo(lit) {
		return nil, true // nobody knows who calls it, and with which locks
	}
	e := p.entries[body]
	if e == nil {
		return nil, false
	}
	held := make([]lockset.Path, 0, len(e.held))
	for q := range e.held {
		held = append(held, q)
	}
	return held, e.hidden
}

// startedByGo reports whether the literal is the function of a go statement.
func (p *program) startedByGo(lit *ast.FuncLit) bool {
	call, ok := p.parent[lit].(*ast.CallExpr)
	if !ok || call.Fun != ast.Expr(lit) {
		return false
	}
	_, ok = p.parent[call].(*ast.GoStmt)
	return ok
}
