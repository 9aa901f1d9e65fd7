package lockheld

import (
	"go/ast"
	"go/token"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// deferred looks at a call that is deferred with locks held. It runs with those
// whose own release was deferred before it, and a literal with those that it
// releases itself, until it does.
func (c *checker) deferred(call *ast.CallExpr, held lockset.State) {
	c.yield(call, untilDeferred(held))
	lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit)
	if !ok {
		return
	}
	for _, p := range held.Paths() {
		if held[p].Deferred {
			continue
		}
		release := c.releasedFirst(lit, p)
		if release == token.NoPos {
			continue
		}
		c.locks.Walk(lit, func(n ast.Node, _ lockset.State) {
			if n.Pos() < release && yields(n) {
				c.yield(n, lockset.State{p: held[p]})
			}
		})
	}
}

// yields reports whether n is of a form that can yield.
func yields(n ast.Node) bool {
	switch n.(type) {
	case *ast.CallExpr, *ast.SendStmt, *ast.UnaryExpr, *ast.RangeStmt, *ast.SelectStmt:
		return true
	}
	return false
}

// releasedFirst returns where a literal releases a lock that it has not taken
// before; NoPos if it takes it first, or does neither.
func (c *checker) releasedFirst(lit *ast.FuncLit, p lockset.Path) token.Pos {
	taken, released := token.NoPos, token.NoPos
	first := func(at *token.Pos, pos token.Pos) {
		if *at == token.NoPos || pos < *at {
			*at = pos
		}
	}
	c.locks.Walk(lit, func(n ast.Node, _ lockset.State) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		if q, _, ok := c.locks.Acquires(call); ok && p == q {
			first(&taken, call.Pos())
		} else if c.locks.Releases(call, p) {
			first(&released, call.Pos())
		}
	})
	if taken != token.NoPos && taken < released {
		return token.NoPos
	}
	return released
}
