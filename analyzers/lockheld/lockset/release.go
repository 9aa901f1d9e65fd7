package lockset

import (
	"go/ast"
	"go/token"
	"go/types"
	"sort"

	"golang.org/x/tools/go/types/typeutil"
)

// releasedBy returns the locks that one call releases, for itself or through
// the summary of its callee.
func (l *Locks) releasedBy(call *ast.CallExpr) map[Path]bool {
	paths := make(map[Path]bool)
	if o, ok := l.op(call); ok {
		if !o.acquire {
			paths[o.path] = true
		}
		return paths
	}
	if sum := l.calleeSummary(call); sum != nil {
		for _, r := range sum.Releases {
			if p, _, ok := l.bind(r, call); ok {
				paths[p] = true
			}
		}
	}
	return paths
}

// givenUp returns the locks that a statement or call of a body may release for the body's caller, now or, by a deferred
// call, at the end: then only those that the body does not take itself.
func (l *Locks) givenUp(b *body, n ast.Node) map[Path]bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		return l.releasedBy(n)
	case *ast.DeferStmt:
		paths := l.releasedLater(n.Call)
		if len(paths) > 0 {
			l.dropTaken(b.block, paths)
		}
		return paths
	}
	return nil
}

// dropTaken removes the locks that a call in the block takes and leaves locked.
func (l *Locks) dropTaken(block *ast.BlockStmt, paths map[Path]bool) {
	ast.Inspect(block, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if o, ok := l.op(call); ok && o.acquire {
			delete(paths, o.path)
		}
		if sum := l.calleeSummary(call); sum != nil {
			for _, a := range sum.Acquires {
				if p, _, ok := l.bind(a.Ref, call); ok {
					delete(paths, p)
				}
			}
		}
		return true
	})
}

// Releases returns whether the call may release the lock at p, even if it takes it
// again before it returns.
func (l *Locks) Releases(call *ast.CallExpr, p Path) bool { return l.releasedBy(call)[p] }

// released returns the locks that any call in the block releases, function literals
// included.
func (l *Locks) released(block *ast.BlockStmt) map[Path]bool {
	paths := make(map[Path]bool)
	ast.Inspect(block, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			for p := range l.releasedBy(call) {
				paths[p] = true
			}
		}
		return true
	})
	return paths
}

// releasedLater returns the locks that a deferred call releases.
func (l *Locks) releasedLater(call *ast.CallExpr) map[Path]bool {
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return l.released(lit.Body)
	}
	return l.releasedBy(call)
}

// deferredIn returns the locks that deferred calls of the block release, each with
// the first place.
func (l *Locks) deferredIn(block *ast.BlockStmt) map[Path]token.Pos {
	paths := make(map[Path]token.Pos)
	ast.Inspect(block, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			for p := range l.releasedLater(n.Call) {
				if _, ok := paths[p]; !ok {
					paths[p] = n.Pos()
				}
			}
		}
		return true
	})
	return paths
}

// freedBy returns the locks that a function literal in the block releases
// without having taken them, other than a deferred literal, and those whose address it
// gives to a function that is not known to lock or unlock them when it is called:
// nobody knows when they are released, so after such a lock is taken it cannot be said
// to be held.
func (l *Locks) freedBy(block *ast.BlockStmt) map[Path]bool {
	freed := make(map[Path]bool)
	deferred := make(map[*ast.FuncLit]bool)
	called := make(map[ast.Expr]bool)
	ast.Inspect(block, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			called[ast.Unparen(n.Fun)] = true
			for _, p := range l.given(n) {
				freed[p] = true
			}
		case *ast.DeferStmt:
			if lit, ok := ast.Unparen(n.Call.Fun).(*ast.FuncLit); ok {
				deferred[lit] = true
			}
		case *ast.FuncLit:
			if !deferred[n] {
				l.unbalanced(n.Body, freed)
			}
		case *ast.SelectorExpr:
			if o, ok := l.selectorOp(n); ok && !o.acquire && !called[n] {
				freed[o.path] = true // unlock := mu.Unlock
			}
		}
		return true
	})
	return freed
}

// given returns the locks whose addresses are arguments of a call of which nothing is
// known. A condition waits with its lock and gives it back.
func (l *Locks) given(call *ast.CallExpr) []Path {
	fn := typeutil.StaticCallee(l.info, call)
	if fn != nil && (fn.FullName() == "sync.NewCond" || l.summaries[fn.Origin()] != nil) {
		return nil
	}
	var list []Path
	for _, arg := range call.Args {
		addr, ok := ast.Unparen(arg).(*ast.UnaryExpr)
		if !ok || addr.Op != token.AND || !isMutex(l.info.TypeOf(addr.X)) {
			continue
		}
		if p, _, ok := l.path(addr.X); ok {
			list = append(list, p)
		}
	}
	return list
}

// isMutex reports whether t is a lock of package sync.
func isMutex(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "sync" &&
		(named.Obj().Name() == "Mutex" || named.Obj().Name() == "RWMutex")
}

// unbalanced adds the locks that the block releases and has not taken before in the
// order of the source. Deferred calls come last.
func (l *Locks) unbalanced(block *ast.BlockStmt, freed map[Path]bool) {
	taken := make(map[Path]bool)
	release := func(call *ast.CallExpr) {
		for p := range l.releasedBy(call) {
			if !taken[p] {
				freed[p] = true
			}
		}
	}
	var deferred []*ast.DeferStmt
	see := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.DeferStmt:
			deferred = append(deferred, n)
			return false
		case *ast.CallExpr:
			if o, ok := l.op(n); ok && o.acquire {
				taken[o.path] = true
			}
			release(n)
		}
		return true
	}
	ast.Inspect(block, see)
	for i := 0; i < len(deferred); i++ {
		ast.Inspect(deferred[i].Call, see)
	}
}

// Released returns the locks that a function literal releases, in a fixed order.
func (l *Locks) Released(lit *ast.FuncLit) []Path { return inOrder(l.released(lit.Body)) }

// Handed returns the locks that a body releases and has not taken before: they
// were taken on its behalf.
func (l *Locks) Handed(fn ast.Node) []Path {
	b := l.byNode[fn]
	if b == nil {
		return nil
	}
	paths := make(map[Path]bool)
	l.unbalanced(b.block, paths)
	return inOrder(paths)
}

func inOrder(set map[Path]bool) []Path {
	paths := make([]Path, 0, len(set))
	for p := range set {
		paths = append(paths, p)
	}
	sort.Slice(paths, func(i, j int) bool {
		if a, b := paths[i].Root.Pos(), paths[j].Root.Pos(); a != b {
			return a < b
		}
		return paths[i].Rest < paths[j].Rest
	})
	return paths
}

// IsLock reports whether the call is a method of a lock of package sync that
// has a path.
func (l *Locks) IsLock(call *ast.CallExpr) bool {
	_, ok := l.op(call)
	return ok
}
