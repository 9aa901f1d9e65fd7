package oneshot

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

func (o *oneshot) proposal(s *rule.Spot) *rule.Proposal {
	pr := &rule.Proposal{
		Spots: []*rule.Spot{s},
		Marks: []ast.Node{o.stmt},
		Apply: o.apply,
	}
	if o.task {
		pr.Tasks = []*ast.FuncLit{o.lit}
	}
	for _, send := range o.sends {
		if spot := o.pass.Spot(send); spot != nil {
			pr.Spots = append(pr.Spots, spot)
		}
	}
	// A receive in a case of a select is the select's: the channel stays, and
	// so must the goroutine's send.
	_, isCall := o.recv.(*ast.CallExpr)
	if spot := o.pass.Spot(o.recv); spot != nil {
		pr.Spots = append(pr.Spots, spot)
		pr.Marks = append(pr.Marks, o.recv)
	} else if !isCall {
		pr.Futures = []*types.Var{o.ch}
	}
	return pr
}

func (o *oneshot) apply(ed *rule.Editor) {
	typ, _ := ed.TypeText(o.elem, o.stmt)
	ed.DeleteStmt(o.made)
	name := o.ch.Name()
	start := &rule.Start{Stmt: o.stmt, Lit: o.lit, Call: o.stmt.Call}
	if o.task {
		ed.Task(start, name+" := "+ed.Aio(o.stmt, "GoValue")+"("+ed.SpawnCo(o.lit)+", ", typ, ")")
	} else {
		ed.Offload(start, name+" := "+ed.Aio(o.stmt, "OffloadValue")+"("+ed.Co(o.stmt)+", ", typ, ")")
	}
	for _, send := range o.sends {
		ed.Replace(send.Pos(), send.Value.Pos(), "return ")
		list := program.StmtList(o.pass.Program.Parent(send))
		if ret, ok := follower(list, send).(*ast.ReturnStmt); ok {
			ed.DeleteStmt(ret)
		}
	}
	switch recv := o.recv.(type) {
	case *ast.UnaryExpr:
		if o.pass.Spot(recv) != nil {
			ed.Replace(recv.Pos(), recv.X.Pos(), "")
			ed.Insert(recv.End(), ".Value("+ed.Co(o.recv)+")")
		}
	case *ast.CallExpr: // aio.Recv(co, ch)
		ed.ReplaceNode(recv, o.fn.File.Text(recv.Args[1])+".Value("+o.fn.File.Text(recv.Args[0])+")")
	}
}
