package errgroup

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/rule"
)

// declares finds the declaration: var g errgroup.Group, what a new group is
// made of, or g, ctx := errgroup.WithContext(ctx).
func (g *group) declares(id *ast.Ident) bool {
	switch n := g.pass.Program.Parent(id).(type) {
	case *ast.ValueSpec:
		if len(n.Names) == 1 && n.Type == nil && len(n.Values) == 1 {
			g.typ = rule.MadeType(n.Values[0])
			break
		}
		g.typ = n.Type
		return len(n.Names) == 1 && n.Type != nil && len(n.Values) == 0 && rule.IsNamed(g.obj.Type(), Path, "Group")
	case *ast.AssignStmt:
		switch {
		case len(n.Rhs) != 1:
		case len(n.Lhs) == 1:
			g.typ = rule.MadeType(n.Rhs[0])
		case len(n.Lhs) == 2:
			return g.derives(n)
		}
	}
	return g.typ != nil && rule.IsNamed(g.file.Info().TypeOf(g.typ), Path, "Group")
}

// derives finds the call of WithContext that makes the group, and its context.
func (g *group) derives(assign *ast.AssignStmt) bool {
	call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return false
	}
	fn, _ := typeutil.Callee(g.file.Info(), call).(*types.Func)
	if fn == nil || fn.FullName() != Path+".WithContext" {
		return false
	}
	g.create = call
	if ctx, ok := assign.Lhs[1].(*ast.Ident); ok && ctx.Name != "_" {
		g.ctx, _ = g.file.Info().ObjectOf(ctx).(*types.Var)
	}
	return true
}
