package lostfuture

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// counter looks for goroutines that count themselves.
type counter struct {
	pass  *analysis.Pass
	locks *lockset.Locks
	decls map[*types.Func]*ast.FuncDecl
}

// groupCall is a call of a method of a WaitGroup.
type groupCall struct {
	call *ast.CallExpr
	path lockset.Path
	name string
}

// function checks the go statements of a function.
func (c *counter) function(fn *ast.FuncDecl) {
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		stmt, ok := n.(*ast.GoStmt)
		if !ok {
			return true
		}
		switch fun := ast.Unparen(stmt.Call.Fun).(type) {
		case *ast.FuncLit:
			c.goroutine(fn, stmt, fun.Body, fun)
		default:
			if obj := typeutil.StaticCallee(c.pass.TypesInfo, stmt.Call); obj != nil {
				if decl := c.decls[obj.Origin()]; decl != nil && decl != fn {
					c.goroutine(fn, stmt, decl.Body, decl)
				}
			}
		}
		return true
	})
}

// goroutine reports an Add of a goroutine that calls Done on the same group, when
// nobody counts it before.
func (c *counter) goroutine(fn *ast.FuncDecl, stmt *ast.GoStmt, body *ast.BlockStmt, scope ast.Node) {
	if starts(body) {
		return // Add may be for those that it starts
	}
	calls := c.groupCalls(body)
	for _, add := range calls {
		if add.name != "Add" || c.own(add.path, scope) || !hasCall(calls, "Done", add.path) {
			continue
		}
		if c.countedBefore(fn, stmt, add.path.Last) {
			continue
		}
		c.pass.Report(analysis.Diagnostic{
			Pos:      add.call.Pos(),
			End:      add.call.End(),
			Category: "lostfuture",
			Message:  fmt.Sprintf("%s.Add is called by the goroutine that it counts: Wait may return before; call Add before the go statement", add.path),
			Related:  []analysis.RelatedInformation{{Pos: stmt.Pos(), Message: "the goroutine is started here"}},

			SuggestedFixes: c.moveAdd(stmt, add.call),
		})
	}
}

// own reports whether the group is declared in the goroutine: no one else waits
// for it. A parameter is not its own.
func (c *counter) own(p lockset.Path, scope ast.Node) bool {
	body := scopeBody(scope)
	return body.Pos() <= p.Root.Pos() && p.Root.Pos() < body.End()
}

func scopeBody(scope ast.Node) *ast.BlockStmt {
	if lit, ok := scope.(*ast.FuncLit); ok {
		return lit.Body
	}
	return scope.(*ast.FuncDecl).Body
}

// countedBefore reports whether the function calls Add or Go on the group before
// the go statement.
func (c *counter) countedBefore(fn *ast.FuncDecl, stmt *ast.GoStmt, group *types.Var) bool {
	for _, g := range c.groupCalls(fn.Body) {
		if g.name != "Wait" && g.name != "Done" && g.path.Last == group && g.call.End() <= stmt.Pos() {
			return true
		}
	}
	return false
}

func hasCall(calls []groupCall, name string, p lockset.Path) bool {
	for _, g := range calls {
		if g.name == name && g.path == p {
			return true
		}
	}
	return false
}

// starts reports whether the block starts a goroutine.
func starts(block *ast.BlockStmt) bool {
	found := false
	ast.Inspect(block, func(n ast.Node) bool {
		if _, ok := n.(*ast.GoStmt); ok {
			found = true
		}
		return !found
	})
	return found
}

// groupCalls returns the calls of methods of WaitGroups that have a path,
// deferred ones included.
func (c *counter) groupCalls(block *ast.BlockStmt) []groupCall {
	var list []groupCall
	ast.Inspect(block, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok || !c.isGroup(call) {
			return true
		}
		if p, ok := c.locks.Receiver(sel); ok && p.Root.Pos() != token.NoPos {
			list = append(list, groupCall{call, p, sel.Sel.Name})
		}
		return true
	})
	return list
}

// isGroup reports whether the call is of a method of sync.WaitGroup.
func (c *counter) isGroup(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(c.pass.TypesInfo, call).(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != "sync" || fn.Signature().Recv() == nil {
		return false
	}
	ptr, ok := fn.Signature().Recv().Type().(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := ptr.Elem().(*types.Named)
	return ok && named.Obj().Name() == "WaitGroup"
}
