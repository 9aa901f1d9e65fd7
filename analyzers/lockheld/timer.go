package lockheld

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// timerName is what a receive from a timer is called in a chain.
const timerName = "receive from time.Timer.C"

// drains reports whether the chain may end in the receive that empties a timer
// which Stop found expired: that one does not wait. In a callee it cannot be told
// from others.
func (c *checker) drains(chain []yieldpoint.Hop) bool {
	last := chain[len(chain)-1]
	return last.What == timerName && (len(chain) > 1 || c.stopped[last.Pos])
}

// stoppedReceives returns the places, as hops have them, of receives under a
// condition that calls Stop.
func stoppedReceives(pass *analysis.Pass) map[string]bool {
	places := make(map[string]bool)
	for _, file := range pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			stmt, ok := n.(*ast.IfStmt)
			if !ok || !callsStop(stmt.Cond) {
				return true
			}
			ast.Inspect(stmt.Body, func(n ast.Node) bool {
				if u, ok := n.(*ast.UnaryExpr); ok && u.Op == token.ARROW {
					places[hops.At(pass.Fset, u.Pos())] = true
				}
				return true
			})
			return true
		})
	}
	return places
}

func callsStop(cond ast.Expr) bool {
	found := false
	ast.Inspect(cond, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Stop" {
				found = true
			}
		}
		return !found
	})
	return found
}
