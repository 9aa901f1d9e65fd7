package lockheld

import (
	"go/ast"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// rounds reports the continue statements that leave a lock locked which the next round
// of the loop takes first thing. The function releases it elsewhere, so that this was
// forgotten.
func (c *checker) rounds(fn ast.Node) {
	c.locks.Rounds(fn, func(at *ast.BranchStmt, held lockset.State, first []ast.Node) {
		for _, p := range held.Paths() {
			lock := held[p]
			if _, _, waits := c.locks.Acquires(lock.Call); !waits {
				continue // TryLock gives up
			}
			if !lock.Must || lock.Read || lock.Deferred || lock.Awaitable || c.handedOver[p.Last] || visible(p) || !within(first, lock.Call) {
				continue
			}
			release := c.release(fn, p)
			if release == nil {
				continue
			}
			c.left(at, p, lock, release, "when the loop goes on here, and the next round locks it again: it can never be granted")
		}
	})
}

// within reports whether a call is one of those that the nodes make.
func within(nodes []ast.Node, call *ast.CallExpr) bool {
	found := false
	for _, n := range nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			found = found || n == call
			_, lit := n.(*ast.FuncLit)
			return !found && !lit
		})
	}
	return found
}

// release returns the first call in the function itself that releases the lock.
func (c *checker) release(fn ast.Node, p lockset.Path) *ast.CallExpr {
	var first *ast.CallExpr
	c.locks.Walk(fn, func(n ast.Node, _ lockset.State) {
		call, ok := n.(*ast.CallExpr)
		if ok && c.locks.IsLock(call) && c.locks.Releases(call, p) && (first == nil || call.Pos() < first.Pos()) {
			first = call
		}
	})
	return first
}
