package waitgroup

import (
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// checkGos looks at the functions handed to wg.Go: a literal becomes a task
// body, anything else is wrapped.
func (g *group) checkGos() string {
	p := g.pass.Program
	g.fns = map[ast.Node]*program.Func{}
	for _, call := range g.gos {
		if len(call.Args) != 1 {
			return "waitgroup-unpaired"
		}
		if _, ok := p.Parent(call).(*ast.ExprStmt); !ok {
			return "waitgroup-unpaired"
		}
		if lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit); ok {
			g.fns[call] = p.LitFunc(lit)
		} else if g.pass.YieldsArg(g.fileOf(call), call) && !rule.Settled(p, g.fileOf(call), call.Args[0]) {
			return rule.ArgumentBinding
		}
	}
	return ""
}

// proposal returns the edit of whole groups.
func proposal(set []*group) *rule.Proposal {
	pr := &rule.Proposal{}
	for _, g := range set {
		g.addTo(pr)
	}
	pr.Apply = func(ed *rule.Editor) {
		for _, g := range set {
			g.apply(ed)
		}
	}
	return pr
}

func (g *group) addTo(pr *rule.Proposal) {
	add := func(n ast.Node) {
		if s := g.pass.Spot(n); s != nil {
			pr.Spots = append(pr.Spots, s)
		}
		pr.Marks = append(pr.Marks, n)
	}
	for _, call := range g.waits {
		add(call)
	}
	for _, call := range g.gos {
		add(call)
		if !g.pass.YieldsArg(g.fileOf(call), call) {
			pr.Offloads = append(pr.Offloads, call)
		} else if fn := g.fns[call]; fn != nil {
			pr.Tasks = append(pr.Tasks, fn.Lit)
		} else if fn, id := rule.FuncValue(g.pass.Program, g.fileOf(call), call.Args[0]); fn != nil {
			pr.Values = append(pr.Values, id)
		}
	}
	for _, s := range g.starts {
		add(s.Stmt)
		if !s.task {
			continue
		}
		if s.Lit != nil {
			pr.Tasks = append(pr.Tasks, s.Lit)
		} else {
			pr.Starts = append(pr.Starts, s.Call)
		}
	}
}

func (g *group) apply(ed *rule.Editor) {
	for _, typ := range append(g.news[:len(g.news):len(g.news)], g.typ) {
		ed.ReplaceNode(typ, ed.Aio(typ, "WaitGroup"))
	}
	for _, call := range g.waits {
		ed.InsertArg(call, ed.Co(call))
	}
	for _, call := range g.gos {
		g.editGo(ed, call)
	}
	for _, s := range g.starts {
		wg := g.text(ed, s)
		if s.task {
			ed.Task(s.Start, wg+".Go("+ed.SpawnCo(s.node())+", ", "", ")")
		} else {
			ed.Offload(s.Start, wg+".Offload("+ed.Co(s.Stmt)+", ", "", ")")
		}
		if s.adds != nil {
			ed.DeleteStmt(s.adds)
		}
		for _, done := range s.dones {
			ed.DeleteStmt(done)
		}
	}
	for _, stmt := range g.drops {
		ed.DeleteStmt(stmt)
	}
}

// node is what the task's context is asked for.
func (s *start) node() ast.Node {
	if s.Lit != nil {
		return s.Lit
	}
	return s.Call
}

// text returns how the group is named where a goroutine starts: as in the Add
// that counts it.
func (g *group) text(ed *rule.Editor, s *start) string {
	if s.adds != nil {
		sel := s.adds.(*ast.ExprStmt).X.(*ast.CallExpr).Fun.(*ast.SelectorExpr)
		return ed.File(sel).Text(sel.X)
	}
	for _, stmt := range g.drops {
		if g.pass.Program.Enclosing(stmt) == s.fn {
			sel := stmt.(*ast.ExprStmt).X.(*ast.CallExpr).Fun.(*ast.SelectorExpr)
			return ed.File(sel).Text(sel.X)
		}
	}
	return g.obj.Name()
}

// editGo edits wg.Go(f).
func (g *group) editGo(ed *rule.Editor, call *ast.CallExpr) {
	if !g.pass.YieldsArg(g.fileOf(call), call) {
		ed.ReplaceNode(ast.Unparen(call.Fun).(*ast.SelectorExpr).Sel, "Offload")
		ed.InsertArg(call, ed.Co(call))
		return
	}
	lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit)
	if !ok {
		ed.InsertArg(call, ed.Co(call))
		ed.HandOver(call.Args[0], "")
		return
	}
	ed.InsertArg(call, ed.SpawnCo(lit))
	ed.Insert(lit.Type.Params.Opening+1, ed.TaskCo(lit)+" "+ed.Aio(call, "Context"))
}
