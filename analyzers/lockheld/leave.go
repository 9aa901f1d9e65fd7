package lockheld

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// leaves reports the returns of a function that leave a lock locked which the
// function releases on other paths.
func (c *checker) leaves(fn ast.Node) {
	released := c.releasedIn(fn)
	if len(released) == 0 {
		return
	}
	c.locks.Exits(fn, func(at *ast.ReturnStmt, held lockset.State) {
		for _, p := range held.Paths() {
			lock := held[p]
			release := released[lock.Call]
			if release == nil || !lock.Must || lock.Deferred || c.handedOver[p.Last] || visible(p) {
				continue
			}
			c.left(at, p, lock, release, "when the function returns here: other paths unlock it")
		}
	})
}

// left reports a statement that leaves a lock locked which release unlocks on another
// path; when ends the message.
func (c *checker) left(at ast.Stmt, p lockset.Path, lock lockset.Lock, release *ast.CallExpr, when string) {
	c.pass.Report(analysis.Diagnostic{
		Pos:      at.Pos(),
		End:      at.End(),
		Category: "lockheld",
		Message:  fmt.Sprintf("%s is still locked %s", p, when),
		Related: []analysis.RelatedInformation{
			{Pos: lock.Call.Pos(), Message: fmt.Sprintf("%s is locked here", p)},
			{Pos: release.Pos(), Message: fmt.Sprintf("%s is unlocked here on another path", p)},
		},
		SuggestedFixes: c.unlockBefore(at, lock),
	})
}

// releasedIn returns the acquisitions of a body that the body releases itself, each
// with the first call that does so. A call that takes the lock again is none.
func (c *checker) releasedIn(fn ast.Node) map[*ast.CallExpr]*ast.CallExpr {
	released := make(map[*ast.CallExpr]*ast.CallExpr)
	c.locks.Walk(fn, func(n ast.Node, held lockset.State) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		for p, lock := range held {
			if lock.Must && released[lock.Call] == nil && c.locks.IsLock(call) && c.locks.Releases(call, p) {
				released[lock.Call] = call
			}
		}
	})
	return released
}

// findHandedOver returns the locks that some function of the package releases
// without holding them for certain: they are taken on its behalf, so a return
// with the lock held may be meant. A deferred literal does so on behalf of the function
// around it.
func (c *checker) findHandedOver() map[*types.Var]bool {
	handed := make(map[*types.Var]bool)
	deferred := make(map[ast.Node]bool)
	for _, file := range c.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.DeferStmt:
				deferred[ast.Unparen(n.Call.Fun)] = true
			case *ast.FuncDecl, *ast.FuncLit:
				if deferred[n] {
					return true
				}
				lit, isLit := n.(*ast.FuncLit)
				for _, p := range c.locks.Handed(n) {
					handed[p.Last] = true
					if isLit && p.Last != nil {
						c.result.Given = append(c.result.Given, Given{p.Last, lit})
					}
				}
			}
			return true
		})
	}
	return handed
}

// visible reports whether code of other packages can unlock what the path names.
func visible(p lockset.Path) bool { return settable(p.Last) || p.Last.Embedded() }
