package lockheld

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// timerName is what a receive from a timer is called in a chain.
const timerName = "receive from time.Timer.C"

// drains reports whether the chain may end in a receive that Stop found to be
// answered: from the timer that has expired, or from what its function, which runs
// already, closes. In a callee a timer's receive of another package cannot be told from others.
func (c *checker) drains(chain []yieldpoint.Hop) bool {
	last := chain[len(chain)-1]
	if c.endsHere(chain) && c.stopped[last.Pos] {
		return true
	}
	return last.What == timerName && len(chain) > 1
}

// stoppedReceives returns the places, as hops have them, of receives under the condition
// that a timer could not be stopped.
func stoppedReceives(pass *analysis.Pass) map[string]bool {
	places := make(map[string]bool)
	for _, file := range pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			stmt, ok := n.(*ast.IfStmt)
			if !ok {
				return true
			}
			timer, named := failedStop(pass.TypesInfo, stmt.Cond)
			ast.Inspect(stmt.Body, func(n ast.Node) bool {
				if u, ok := n.(*ast.UnaryExpr); ok && u.Op == token.ARROW && (timer || named && isTimeChan(pass.TypesInfo.TypeOf(u.X))) {
					places[hops.At(pass.Fset, u.Pos())] = true
				}
				return true
			})
			return true
		})
	}
	return places
}

// failedStop reports whether a condition calls the method Stop of a time.Timer, or
// another function called stop, as those that stand for a timer in tests are.
func failedStop(info *types.Info, cond ast.Expr) (timer, named bool) {
	ast.Inspect(cond, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if fn, ok := typeutil.Callee(info, call).(*types.Func); ok && fn.FullName() == "(*time.Timer).Stop" {
			timer = true
		}
		switch fun := ast.Unparen(call.Fun).(type) {
		case *ast.Ident:
			named = named || strings.EqualFold(fun.Name, "stop")
		case *ast.SelectorExpr:
			named = named || strings.EqualFold(fun.Sel.Name, "stop")
		}
		return true
	})
	return timer, named
}

// isTimeChan reports whether t is a channel that carries times, as a timer's does.
func isTimeChan(t types.Type) bool {
	ch, ok := t.Underlying().(*types.Chan)
	if !ok {
		return false
	}
	named, ok := types.Unalias(ch.Elem()).(*types.Named)
	return ok && named.Obj().Name() == "Time" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time"
}
