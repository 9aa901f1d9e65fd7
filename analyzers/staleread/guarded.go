package staleread

import (
	"go/ast"
	"strings"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/flow"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// guarded reports whether a body runs under a lock that was taken outside of it:
// every caller in the package holds one, or its name says so, or it is what a Once
// runs.
func (p *program) guarded(body ast.Node) bool {
	switch body := body.(type) {
	case *ast.FuncLit:
		call, ok := p.parent[body].(*ast.CallExpr)
		if !ok {
			return false
		}
		id := flow.Name(call.Fun)
		return id != nil && id.Name == "Do" && len(p.tasks.starts[body]) == 0
	case *ast.FuncDecl:
		if strings.HasSuffix(body.Name.Name, "Locked") || strings.HasSuffix(body.Name.Name, "LockedCo") {
			return true
		}
		calls := p.tasks.calls[body]
		if len(calls) == 0 || p.tasks.escapes[body] || len(p.tasks.starts[body]) > 0 || body.Name.IsExported() {
			return false
		}
		for _, call := range calls {
			if !p.underLock(call) {
				return false
			}
		}
		return true
	}
	return false
}

// underLock reports whether the function that contains the call holds a lock at it.
func (p *program) underLock(call *ast.CallExpr) bool {
	held := false
	p.locks.Walk(p.enclosing(call), func(n ast.Node, s lockset.State) {
		held = held || n == call && len(s) > 0
	})
	return held
}

// isExplicit reports whether the analyzer looks at a package: the runtime is made of
// what others must not do.
func isExplicit(path string) bool {
	return !color.IsRuntime(path) && !strings.Contains(path, "/aio/")
}
