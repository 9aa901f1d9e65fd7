package poll

import (
	"bytes"
	_ "embed"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/rewrite/polling"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// NoTask is the reason of a loop that stays because no task runs it.
const NoTask = "poll-no-task"

// Rule marks loops that poll.
var Rule = &rule.Rule{
	Name: "poll",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: NoTask, Text: "No task is seen to run the loop, or code beside the tasks runs it, too, and would lose its parallelism.", Next: "Nothing, if what it asks for is done beside the tasks; else wait for it by a channel."},
		{Code: "poll-lock", Text: "The function of the loop takes locks: others could run into one that it holds while it lets them run.", Next: "Wait for what the loop asks for by a channel or a condition."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	for _, s := range pass.Open(site.Poll) {
		stmt := s.Node.(*ast.ForStmt)
		if locks(s.Func) {
			pass.Refuse(stmt, "poll-lock", "")
			continue
		}
		calls := goscheds(pass, s.Func, stmt)
		pass.Propose(&rule.Proposal{
			Spots:  []*rule.Spot{s},
			Marks:  []ast.Node{stmt.Body},
			IfTask: NoTask,
			Apply: func(ed *rule.Editor) {
				for _, call := range calls {
					ed.ReplaceNode(call, yield(ed, call))
				}
				if len(calls) == 0 {
					begin(ed, stmt)
				}
			},
		})
	}
}

// goscheds returns the calls that a mark takes the place of.
func goscheds(pass *rule.Pass, fn *program.Func, stmt *ast.ForStmt) []*ast.CallExpr {
	for _, loop := range polling.Find(pass.Program, fn, pass.Facts.Yields(fn.File.Pkg)) {
		if loop.Stmt == stmt {
			return loop.Gosched
		}
	}
	return nil
}

// locks reports whether fn locks something, of package sync or, where an earlier port has
// been, of the runtime.
func locks(fn *program.Func) bool {
	found := false
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			callee, _ := typeutil.Callee(fn.File.Info(), call).(*types.Func)
			if callee != nil && callee.Pkg() != nil && (callee.Pkg().Path() == "sync" || color.IsRuntime(callee.Pkg().Path())) {
				found = found || callee.Name() == "Lock" || callee.Name() == "RLock"
			}
		}
		return !found
	})
	return found
}

func yield(ed *rule.Editor, n ast.Node) string { return ed.Aio(n, "Yield") + "(" + ed.Co(n) + ")" }

// begin puts the mark at the beginning of the body.
func begin(ed *rule.Editor, stmt *ast.ForStmt) {
	f := ed.File(stmt)
	brace := f.Offset(stmt.Body.Lbrace) + 1
	end := bytes.IndexByte(f.Src[brace:], '\n')
	rest := bytes.TrimSpace(f.Src[brace : brace+max(end, 0)])
	switch {
	case end >= 0 && (len(rest) == 0 || bytes.HasPrefix(rest, []byte("//"))):
		ed.Insert(f.Tok.Pos(brace+end), "\n"+ed.Indent(stmt.Pos())+"\t"+yield(ed, stmt.Body))
	case len(stmt.Body.List) == 0:
		ed.Insert(stmt.Body.Lbrace+1, " "+yield(ed, stmt.Body)+" ")
	default:
		ed.Insert(stmt.Body.Lbrace+1, " "+yield(ed, stmt.Body)+";")
	}
}
