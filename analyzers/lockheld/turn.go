package lockheld

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// A wait is a finding that is held back until all uses of the lock are known.
type wait struct {
	lock       *types.Var
	at         *ast.CallExpr // where the lock was taken
	peer       types.Object  // the connection that is waited for, if it is one
	diagnostic analysis.Diagnostic
}

// reportWaits reports the locks that are held across a wait, except those that only
// stand for a turn: whoever takes the lock does so to use one and the same connection,
// which takes one user at a time. Nobody else is kept waiting.
func (c *checker) reportWaits() {
	turns := c.turns()
	for _, w := range c.waits {
		if !turns[w.lock] {
			c.pass.Report(w.diagnostic)
		}
	}
}

// turns returns the locks that are never taken but to use one connection.
func (c *checker) turns() map[*types.Var]bool {
	peers := make(map[*types.Var]types.Object)
	used := make(map[*ast.CallExpr]bool)
	turns := make(map[*types.Var]bool)
	for _, w := range c.waits {
		before, ok := peers[w.lock]
		if !ok {
			before = w.peer
			turns[w.lock] = w.peer != nil && !settable(w.lock) && !w.lock.Embedded()
		}
		turns[w.lock] = turns[w.lock] && samePeer(before, w.peer)
		if !ok || before != nil && isLocal(before) {
			peers[w.lock] = w.peer
		}
		used[w.at] = true
	}
	for _, file := range c.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if p, _, ok := c.locks.Acquires(call); ok && !used[call] {
					delete(turns, p.Last)
				}
			}
			return true
		})
	}
	return turns
}

// samePeer reports whether two variables hold one connection as far as can be seen: a
// local variable or parameter of the same type is taken for a copy of the field.
func samePeer(a, b types.Object) bool {
	return a == b || a != nil && b != nil && (isLocal(a) || isLocal(b)) && types.Identical(a.Type(), b.Type())
}

func isLocal(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && !v.IsField() && v.Parent() != v.Pkg().Scope()
}

// peer returns the variable or field that holds the connection which the call
// is a method of, or nil.
func (c *checker) peer(n ast.Node, chain []yieldpoint.Hop, kind catalog.Kind) types.Object {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(chain) > 1 || kind != catalog.Net {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || c.pass.TypesInfo.Selections[sel] == nil {
		return nil
	}
	v, ok := object(c.pass.TypesInfo, sel.X).(*types.Var)
	if !ok {
		return nil
	}
	return v
}

// inTest reports whether the node is in a test file.
func (c *checker) inTest(n ast.Node) bool {
	return strings.HasSuffix(c.pass.Fset.Position(n.Pos()).Filename, "_test.go")
}
