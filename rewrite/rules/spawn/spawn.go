package spawn

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/companion"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule turns go statements into tasks that nobody waits for.
var Rule = &rule.Rule{
	Name: "spawn",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "spawn-cpu", Text: "The goroutine is not proved to reach a yield point that is marked: what only an interface or a function value could bring is no proof. If it computes, it would lose its parallelism as a task of a serial loop, and keep the others waiting.", Next: "Nothing, if it computes; if it waits, let a static call show where."},
		{Code: rule.ReturnsValue, Text: "The goroutine's function literal has results, which the go statement drops.", Next: "Remove them."},
		{Code: rule.ArgumentBinding, Text: "An argument of the go statement cannot be evaluated early without a new name.", Next: "Bind it to a variable first."},
		{Code: rule.CommentInHead, Text: "A comment stands inside the head of the goroutine's function literal.", Next: "Move it."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	for _, s := range pass.Open(site.Go) {
		stmt := s.Node.(*ast.GoStmt)
		if !pass.Yields(s.Func.File, stmt.Call) {
			pass.Refuse(stmt, "spawn-cpu", "")
			continue
		}
		start, reason := rule.TakeApart(pass.Program, s.Func, stmt)
		if reason != "" {
			pass.Refuse(stmt, reason, "")
			continue
		}
		pass.Propose(proposal(pass, s, start))
	}
}

func proposal(pass *rule.Pass, s *rule.Spot, start *rule.Start) *rule.Proposal {
	pr := &rule.Proposal{Spots: []*rule.Spot{s}, Marks: []ast.Node{start.Stmt}}
	var node ast.Node = start.Call
	if start.Lit != nil {
		node = start.Lit
		pr.Tasks = []*ast.FuncLit{start.Lit}
	} else {
		pr.Starts = []*ast.CallExpr{start.Call}
	}
	// go f(x) of a function that blocks and is not the module's: the call is
	// marked inside the task.
	callee, _ := typeutil.Callee(s.Func.File.Info(), start.Call).(*types.Func)
	blocking := callee != nil && pass.Program.FileAt(callee.Pos()) == nil
	if spot := pass.Spot(start.Call); spot != nil && pass.IsOpen(start.Call) {
		pr.Spots = append(pr.Spots, spot)
	}
	pr.Apply = func(ed *rule.Editor) {
		if blocking {
			mark(ed, s.Func.File, start)
		}
		ed.Task(start, ed.Aio(start.Stmt, "Spawn")+"("+ed.SpawnCo(node)+", ", "", ")")
	}
	return pr
}

// mark puts the call that a task consists of into the runtime's Call, or has a
// companion of the runtime do what it does.
func mark(ed *rule.Editor, f *program.File, start *rule.Start) {
	call, co := start.Call, ed.Co(start.Stmt)
	ed.Marked[call] = true
	if c := companion.Find(f, call); c != nil {
		if text, ok := c.Call(ed, co); ok {
			ed.Replace(call.Pos(), call.Lparen+1, text)
			return
		}
	}
	if len(call.Args) > 0 {
		ed.Wrap(call, ed.Aio(call, "Call")+"("+co+", func() { ", " })")
		return
	}
	name := "Call"
	if sig, ok := f.Info().TypeOf(call.Fun).Underlying().(*types.Signature); ok && sig.Results().Len() > 0 {
		name = fmt.Sprint(name, sig.Results().Len())
	}
	ed.Wrap(call, ed.Aio(call, name)+"("+co+", ", ")")
	ed.Replace(call.Lparen, call.End(), "")
}
