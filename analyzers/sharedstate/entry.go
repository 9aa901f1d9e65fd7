package sharedstate

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/analyzers/flow"
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
	for _, decl := range p.kept() {
		p.entry(decl).hidden = true
	}
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

func (p *program) entry(body ast.Node) *entry {
	e := p.entries[body]
	if e == nil {
		e = &entry{held: make(map[lockset.Path]bool)}
		p.entries[body] = e
	}
	return e
}

// kept returns the functions that this package keeps as values, to call them through
// variables and parameters of its own: with which locks nobody sees. What is handed to
// another package is called with none of ours.
func (p *program) kept() []ast.Node {
	called := make(map[*ast.Ident]bool)
	var list []ast.Node
	for _, file := range p.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				called[flow.Name(n.Fun)] = true
				if fn := p.callee(n); fn != nil && fn.Pkg() != p.pass.Pkg || p.info.Types[n.Fun].IsType() {
					for _, arg := range n.Args {
						called[flow.Name(arg)] = true
					}
				}
			case *ast.Ident:
				if fn, ok := p.info.Uses[n].(*types.Func); ok && !called[n] && p.decls[fn.Origin()] != nil {
					list = append(list, p.decls[fn.Origin()])
				}
			}
			return true
		})
	}
	return list
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
		e := p.entry(decl)
		if (hidden || own != nil && own.hidden) && !e.hidden {
			e.hidden, changed = true, true
		}
		pass := func(lock lockset.Path) {
			news, named := p.translate(e, lock, call, fn)
			if !named && !e.hidden {
				e.hidden, news = true, true
			}
			changed = changed || news
		}
		for lock := range state {
			pass(lock)
		}
		if own != nil {
			for lock := range own.held {
				pass(lock)
			}
		}
	})
	return changed
}

// translate adds to e a lock of the caller as the callee names it. It reports whether
// that is new, and whether the callee has a name for it.
func (p *program) translate(e *entry, lock lockset.Path, call *ast.CallExpr, fn *types.Func) (found, named bool) {
	add := func(q lockset.Path) {
		named = true
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
	return found, named
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
