package errgroup

import (
	"go/ast"
	"go/token"

	"github.com/asyncport/asyncport/rewrite/rule"
)

func (g *group) proposal() *rule.Proposal {
	pr := &rule.Proposal{Apply: g.apply}
	add := func(n ast.Node) {
		if s := g.pass.Spot(n); s != nil {
			pr.Spots = append(pr.Spots, s)
		}
		pr.Marks = append(pr.Marks, n)
	}
	for _, call := range g.gos {
		add(call)
		if !g.isTask(call) {
			pr.Offloads = append(pr.Offloads, call)
		} else if lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit); ok {
			pr.Tasks = append(pr.Tasks, lit)
		} else if fn, id := rule.FuncValue(g.pass.Program, g.file, call.Args[0]); fn != nil {
			pr.Values = append(pr.Values, id)
		}
	}
	for _, call := range g.waits {
		add(call)
	}
	if g.ctx != nil {
		pr.Contexts = []rule.Derived{{Var: g.ctx, Call: g.create}}
	}
	return pr
}

func (g *group) apply(ed *rule.Editor) {
	if g.typ != nil {
		ed.ReplaceNode(g.typ, ed.Aio(g.typ, "Group"))
	}
	if g.create != nil {
		ed.ReplaceNode(g.create.Fun, ed.Aio(g.create, "NewGroup"))
		ed.Context(g.create.Args[0])
	}
	for _, call := range g.waits {
		ed.Insert(call.Fun.End(), "First")
		ed.InsertArg(call, ed.Co(call))
	}
	for _, call := range g.gos {
		g.editGo(ed, call)
	}
}

// editGo edits g.Go(fn) or g.TryGo(fn).
func (g *group) editGo(ed *rule.Editor, call *ast.CallExpr) {
	if !g.isTask(call) {
		sel := ast.Unparen(call.Fun).(*ast.SelectorExpr).Sel
		ed.Replace(sel.End()-token.Pos(len("Go")), sel.End(), "Offload")
		ed.InsertArg(call, ed.ContextName(g.ctx, call))
		return
	}
	lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit)
	if !ok {
		ed.InsertArg(call, ed.ContextName(g.ctx, call))
		ed.HandOver(call.Args[0], "error")
		return
	}
	ed.InsertArg(call, ed.SpawnCo(lit))
	ed.Insert(lit.Type.Params.Opening+1, ed.TaskCo(lit)+" "+ed.Aio(call, "Context"))
}
