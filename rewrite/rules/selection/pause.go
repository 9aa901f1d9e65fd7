package selection

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// pause is a select that only waits for time to pass or for a context to end:
// a sleep that the context interrupts.
type pause struct {
	stmt  *ast.SelectStmt
	d     ast.Expr        // how long
	ctx   ast.Expr        // what interrupts it
	done  *ast.CommClause // what then happens
	timer *ast.CommClause
}

// asPause returns the statement as a pause, or nil. The timer's case must be
// empty, and nothing may leave the statement by a break, as an if statement
// takes its place.
func asPause(p *program.Program, f *program.File, stmt *ast.SelectStmt, cases []*comm) *pause {
	if len(cases) != 2 || labelOf(p, stmt) != "" {
		return nil
	}
	found := &pause{stmt: stmt}
	for _, c := range cases {
		call, ok := ast.Unparen(c.ch).(*ast.CallExpr)
		if !ok || c.value != nil || c.assign != nil {
			return nil
		}
		fn, _ := typeutil.Callee(f.Info(), call).(*types.Func)
		if fn == nil {
			return nil
		}
		switch fn.FullName() {
		case "time.After":
			found.timer, found.d = c.clause, call.Args[0]
		case "(context.Context).Done":
			sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
			if !ok {
				return nil
			}
			if _, ok := ast.Unparen(sel.X).(*ast.Ident); !ok {
				return nil
			}
			found.done, found.ctx = c.clause, sel.X
		}
	}
	if found.timer == nil || found.done == nil || len(found.timer.Body) > 0 || len(found.done.Body) == 0 {
		return nil
	}
	for _, s := range found.done.Body {
		if breaks(s, "", true) {
			return nil
		}
	}
	if found.hasComments(f) {
		return nil
	}
	return found
}

// hasComments reports whether a comment stands on what is taken away.
func (s *pause) hasComments(f *program.File) bool {
	for _, c := range []*ast.CommClause{s.done, s.timer} {
		if rule.HasComments(f, c.Case, c.Colon) {
			return true
		}
	}
	if rule.HasComments(f, s.stmt.Pos(), s.stmt.Body.List[0].Pos()) {
		return true
	}
	if s.first() {
		return rule.HasComments(f, s.lastOfBody().End(), s.stmt.Body.Rbrace)
	}
	return rule.HasComments(f, s.stmt.Pos(), s.done.Colon)
}

// first reports whether the case of the context comes first.
func (s *pause) first() bool { return s.done.Pos() < s.timer.Pos() }

func (s *pause) lastOfBody() ast.Stmt { return s.done.Body[len(s.done.Body)-1] }

// apply writes the pause as a sleep, if its context is that of the task.
func (s *pause) apply(ed *rule.Editor) bool {
	text, replace, wrap := ed.ContextArg(s.ctx)
	f := ed.File(s.stmt)
	if wrap {
		return false
	}
	buf, at := ed.Buffer(f), f.Offset(s.stmt.Pos())
	ed.Insert(s.stmt.Pos(), "if "+ed.Aio(s.stmt, "SleepContext")+"(")
	if replace {
		ed.Insert(s.stmt.Pos(), text)
	} else {
		buf.Move(f.Offset(s.ctx.Pos()), f.Offset(s.ctx.End()), at, "", "") // its new name comes along
	}
	buf.Move(f.Offset(s.d.Pos()), f.Offset(s.d.End()), at, ", ", ") != nil {")
	colon := f.Offset(s.done.Colon) + 1
	buf.Delete(at, colon)
	if rest, _, _ := strings.Cut(string(f.Src[colon:]), "\n"); strings.TrimSpace(rest) != "" && !strings.HasPrefix(strings.TrimSpace(rest), "//") {
		ed.Insert(s.done.Colon+1, "\n"+ed.Indent(s.stmt.Pos())+"\t")
	}
	if s.first() {
		ed.Replace(s.lastOfBody().End(), s.stmt.Body.Rbrace, "\n"+ed.Indent(s.stmt.Pos()))
	}
	return true
}
