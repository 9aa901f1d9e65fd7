package errgroup

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/rule"
)

// collect goes through every use of the group and returns a refusal reason
// when one is not understood.
func (g *group) collect() string {
	p := g.pass.Program
	for _, id := range p.Uses(g.obj) {
		if p.IsFrozen(id) {
			return "errgroup-escapes"
		}
		if id.Pos() == g.obj.Pos() {
			if !g.declares(id) {
				return "errgroup-escapes"
			}
			continue
		}
		call, method := rule.MethodCall(p, id)
		if call == nil {
			return "errgroup-escapes"
		}
		if code := g.use(call, method); code != "" {
			return code
		}
	}
	if v, ok := g.obj.(*types.Var); ok && p.UsedElsewhere(v) {
		return "errgroup-escapes"
	}
	if g.typ == nil && g.create == nil || g.obj.Exported() && g.obj.Parent() == g.obj.Pkg().Scope() {
		return "errgroup-escapes"
	}
	for _, call := range append(g.gos[:len(g.gos):len(g.gos)], g.waits...) {
		if !g.pass.IsOpen(call) {
			return "errgroup-escapes"
		}
	}
	return ""
}

// use takes down one call of a method of the group.
func (g *group) use(call *ast.CallExpr, method string) string {
	switch {
	case method == "Wait":
		g.waits = append(g.waits, call)
		return ""
	case method == "SetLimit":
		return ""
	case method == "TryGo" && len(call.Args) == 1:
	case method == "Go" && len(call.Args) == 1:
		if _, ok := g.pass.Program.Parent(call).(*ast.ExprStmt); !ok {
			return "errgroup-escapes"
		}
	default:
		return "errgroup-escapes"
	}
	g.gos = append(g.gos, call)
	lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit)
	switch {
	case ok && rule.HasComments(g.file, lit.Pos(), lit.Body.Lbrace):
		return "errgroup-function"
	case !ok && g.isTask(call) && !rule.Settled(g.pass.Program, g.file, call.Args[0]):
		return "errgroup-function"
	}
	return ""
}

// isTask reports whether the function given to a call becomes a task. One that
// reaches no yield point computes: as a task of a serial loop it would lose its
// parallelism, so it runs beside the loop, as it did.
func (g *group) isTask(call *ast.CallExpr) bool { return g.pass.YieldsArg(g.file, call) }
