package completion

import (
	_ "embed"
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule turns channels that are closed at the end of a goroutine into futures.
var Rule = &rule.Rule{
	Name: "completion",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "completion-used", Text: "The channel that the goroutine closes is also closed elsewhere, handed on, kept, or received from in another way than by a statement or a case of a select.", Next: "Nothing: the channel stays, and its operations are marked."},
		{Code: rule.CommentInHead, Text: "A comment stands in the head of the goroutine's function literal or in the channel's make.", Next: "Move it."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	for _, s := range pass.Open(site.Go) {
		stmt := s.Node.(*ast.GoStmt)
		lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit)
		if !ok || len(stmt.Call.Args) > 0 || lit.Type.Results != nil {
			continue
		}
		e := &ending{pass: pass, fn: s.Func, stmt: stmt, lit: lit}
		if !e.closes() {
			continue
		}
		if !e.uses() {
			pass.Refuse(stmt, "completion-used", "")
			continue
		}
		f := s.Func.File
		if rule.HasComments(f, stmt.Pos(), lit.Body.Lbrace) || rule.HasComments(f, lit.End(), stmt.End()) || rule.HasComments(f, e.made.Pos(), e.made.End()) {
			pass.Refuse(stmt, rule.CommentInHead, "")
			continue
		}
		e.task = pass.Yields(f, stmt.Call)
		pass.Propose(e.proposal(s))
	}
}

// ending is a goroutine and the channel that is closed when it ends.
type ending struct {
	pass *rule.Pass
	fn   *program.Func
	stmt *ast.GoStmt
	lit  *ast.FuncLit

	ch     *types.Var
	closed *ast.Ident // ch in the call of close
	close  ast.Stmt
	made   *ast.AssignStmt
	recvs  []*ast.UnaryExpr
	task   bool // the goroutine reaches a yield point; otherwise it runs beside the loop
}

func (e *ending) proposal(s *rule.Spot) *rule.Proposal {
	pr := &rule.Proposal{
		Spots:   []*rule.Spot{s},
		Marks:   []ast.Node{e.stmt},
		Futures: []*types.Var{e.ch},
		Apply:   e.apply,
	}
	if e.task {
		pr.Tasks = []*ast.FuncLit{e.lit}
	}
	for _, recv := range e.recvs {
		if spot := e.pass.Spot(recv); spot != nil { // else it is the select's
			pr.Spots = append(pr.Spots, spot)
			pr.Marks = append(pr.Marks, recv)
		}
	}
	return pr
}

// closeBody ends the literal with a return: one that has a result needs it, as close needed
// none. A body on one line stays on one.
func (e *ending) closeBody(ed *rule.Editor, last ast.Stmt) {
	line := e.pass.Program.Fset.Position
	switch {
	case ends(last):
	case last != e.close && line(last.End()).Line == line(e.lit.Body.Rbrace).Line:
		ed.Insert(last.End(), "; return")
	default:
		ed.Insert(e.lit.Body.Rbrace, "\treturn\n"+ed.Indent(e.stmt.Pos()))
	}
}

func (e *ending) apply(ed *rule.Editor) {
	const result = "(_ struct{})"
	ed.DeleteStmt(e.made)
	start := &rule.Start{Stmt: e.stmt, Lit: e.lit, Call: e.stmt.Call}
	if e.task {
		ed.Task(start, e.ch.Name()+" := "+ed.Aio(e.stmt, "GoValue")+"("+ed.SpawnCo(e.lit)+", ", result, ")")
	} else {
		ed.Offload(start, e.ch.Name()+" := "+ed.Aio(e.stmt, "OffloadValue")+"("+ed.Co(e.stmt)+", ", result, ")")
	}
	switch last := e.lit.Body.List[len(e.lit.Body.List)-1]; {
	case last == e.close && len(e.lit.Body.List) > 1, last == e.close && !isDefer(last):
		ed.ReplaceNode(e.close, "return")
	default:
		ed.DeleteStmt(e.close)
		e.closeBody(ed, last)
	}
	for _, recv := range e.recvs {
		if e.pass.Spot(recv) != nil {
			ed.Replace(recv.Pos(), recv.X.Pos(), "")
			ed.Insert(recv.End(), ".Value("+ed.Co(recv)+")")
		}
	}
}
