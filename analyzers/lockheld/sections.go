package lockheld

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/lockheld/assign"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// A section is what a function does with a lock that it takes, until it releases it.
type section struct {
	lock *types.Var
	at   *ast.CallExpr // takes the lock
	fn   *ast.FuncDecl // nil in the value of a package variable
	// waits is where it waits for someone else first, asks where it first asks for an
	// element of a map that the lock guards, by a key that is not constant.
	waits, asks token.Pos
	read        bool // the lock is held for reading
	// open is true if the function returns with the lock held.
	open bool
}

// section returns the section that a call begins.
func (c *checker) section(p lockset.Path, lock lockset.Lock) *section {
	s := c.sections[lock.Call]
	if s == nil {
		s = &section{lock: p.Last, at: lock.Call, fn: c.current, read: lock.Read}
		c.sections[lock.Call] = s
	}
	return s
}

// noteSections says of the sections that n is in what n does.
func (c *checker) noteSections(n ast.Node, held lockset.State) {
	if c.inTest(n) {
		return
	}
	witnesses := c.witnesses(n)
	for p, lock := range held {
		s := c.section(p, lock)
		if index, ok := n.(*ast.IndexExpr); ok && c.isElementOf(index, p) {
			s.asks = first(s.asks, n.Pos())
		}
		if call, ok := n.(*ast.CallExpr); ok && c.locks.Releases(call, p) {
			continue
		}
		if w, _ := c.certain(c.notOwnCond(n, p, witnesses)); w != nil {
			s.waits = first(s.waits, n.Pos())
		}
	}
}

// first returns the earlier of two positions; NoPos is none.
func first(p, q token.Pos) token.Pos {
	if p.IsValid() && p < q {
		return p
	}
	return q
}

// isElementOf reports whether an index expression names an element of a map that is
// found where the lock at p is, by a key that is not constant, and that it is read.
func (c *checker) isElementOf(index *ast.IndexExpr, p lockset.Path) bool {
	t := c.pass.TypesInfo.TypeOf(index.X)
	if t == nil || c.pass.TypesInfo.Types[index.Index].Value != nil || c.targets[index] {
		return false
	}
	if _, ok := t.Underlying().(*types.Map); !ok {
		return false
	}
	m, ok := c.locks.Path(index.X)
	return ok && m.Root == p.Root && m.Rest != ""
}

// noteOpen finds the sections that a function does not end.
func (c *checker) noteOpen(fn ast.Node) {
	c.locks.Exits(fn, func(_ *ast.ReturnStmt, held lockset.State) {
		for p, lock := range held {
			if !lock.Deferred && !c.inTest(lock.Call) {
				c.section(p, lock).open = true
			}
		}
	})
}

// needed returns a place at which a lock is taken for a section that waits for nothing,
// in a function that never waits with it: who comes there is kept waiting for somebody
// else's peer. A lock that guards a map is needed as well where a function looks into
// the map before it waits, by those who ask for another key. It returns nil for a lock that stands for an
// operation: whoever takes it does so to wait himself. While it is held for reading, only
// writers are kept waiting.
func (c *checker) needed(lock *types.Var, read bool) *ast.CallExpr {
	var all []*section
	waiting := make(map[*ast.FuncDecl]bool)
	for _, s := range c.sections {
		if s.lock == lock {
			all = append(all, s)
			waiting[s.fn] = waiting[s.fn] || s.waits.IsValid()
		}
	}
	slices.SortFunc(all, func(a, b *section) int { return int(a.at.Pos() - b.at.Pos()) })
	for _, s := range all {
		if !s.waits.IsValid() && !s.open && !waiting[s.fn] && !(read && s.read) {
			return s.at
		}
	}
	for _, s := range all {
		if !read && s.asks.IsValid() && s.asks < s.waits {
			return s.at
		}
	}
	return nil
}

// assigned returns the index expressions of a package that are assigned to.
func assigned(pass *analysis.Pass) map[*ast.IndexExpr]bool {
	targets := make(map[*ast.IndexExpr]bool)
	for _, file := range pass.Files {
		assign.Each(pass.TypesInfo, file, func(target, _ ast.Expr) {
			if index, ok := ast.Unparen(target).(*ast.IndexExpr); ok {
				targets[index] = true
			}
		})
	}
	return targets
}
