package call

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/companion"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// maxResults is the number of results that the Call family can hand through.
const maxResults = 3

// Rule marks blocking calls.
var Rule = &rule.Rule{
	Name: "call",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "call-nested", Text: "An argument of the call yields itself, and the place of the call does not show that it could be evaluated before.", Next: "Evaluate it into a variable first."},
		{Code: "call-results", Text: "The call has more results than aio.Call3 can hand through, and is not all that is assigned, to variables of the function alone.", Next: "Assign the results to local variables in a statement of its own."},
		{Code: "call-unnameable", Text: "A result's type cannot be named in this file.", Next: "Put the call into a function that returns an exported type."},
		{Code: "call-deferred", Text: "The deferred call's arguments are evaluated when it is deferred.", Next: "Bind them to variables that do not change."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	for _, s := range pass.Open(site.Call, site.WaitGroup, site.ErrGroup, site.Once, site.Cond) {
		call := s.Node.(*ast.CallExpr)
		if s.Construct == site.Cond || s.Construct == site.Once || s.Kinds == 0 {
			// Waiting with a lock in hand, or running the caller's function:
			// releasing the loop around it would not be enough.
			continue
		}
		if _, isGo := pass.Program.Parent(call).(*ast.GoStmt); isGo {
			continue // it runs in a goroutine of its own
		}
		e := &edit{pass: pass, spot: s, call: call, file: s.Func.File}
		e.companion = companion.Find(e.file, call)
		if e.companion == nil || e.companion.TakesContext {
			if code, detail := e.check(); code != "" {
				pass.Refuse(call, code, detail)
				continue
			}
			e.bindLiterals()
		}
		pr := &rule.Proposal{Spots: []*rule.Spot{s}, Marks: []ast.Node{call}, Apply: e.apply}
		e.takeLiterals(pr)
		pass.Propose(pr)
	}
}

// takeLiterals notes which literals the edit takes out of the task: those that the
// call is handed, also by a variable that is there for nothing else.
func (e *edit) takeLiterals(pr *rule.Proposal) {
	callee, _ := typeutil.Callee(e.file.Info(), e.call).(*types.Func)
	for i, arg := range e.call.Args {
		runs := catalog.Runs(callee, i)
		lit, ok := ast.Unparen(arg).(*ast.FuncLit)
		if fn := e.pass.Program.LocalFunc(e.file, arg); fn != nil && runs && e.pass.Program.UsedOnce(fn) {
			lit, ok = fn.Lit, true
		}
		if ok {
			pr.Foreigns = append(pr.Foreigns, lit)
		}
		if ok && runs {
			pr.Released = append(pr.Released, lit)
		}
	}
}

// edit is the edit of one call.
type edit struct {
	pass      *rule.Pass
	spot      *rule.Spot
	call      *ast.CallExpr
	file      *program.File
	companion *companion.Companion // what the call becomes, or nil for one of the Call family
	results   []types.Type
	dropped   bool        // the results are not used
	bare      bool        // no arguments: the function value itself can be handed over
	assign    *assignment // what the whole of goes into the function, or nil
	binds     []binding
}

// check analyses the call; code is a refusal reason.
func (e *edit) check() (code, detail string) {
	p := e.pass.Program
	sig, ok := e.file.Info().TypeOf(e.call.Fun).Underlying().(*types.Signature)
	if !ok {
		return "call-results", ""
	}
	for v := range sig.Results().Variables() {
		e.results = append(e.results, v.Type())
	}
	e.bare = len(e.call.Args) == 0 && !sig.Variadic()
	deferred := false
	switch p.Parent(e.call).(type) {
	case *ast.ExprStmt:
		e.dropped = true
	case *ast.DeferStmt:
		e.dropped, deferred = true, true
	}
	switch {
	case deferred && !e.bare && !e.fixedFunc():
		return "call-deferred", ""
	case deferred && !e.bare && !e.bind(true):
		return "call-deferred", ""
	case (!deferred || e.bare) && e.nested() && !e.bind(false):
		return "call-nested", ""
	}
	if e.dropped {
		return "", ""
	}
	if len(e.results) > maxResults {
		if e.assign = e.assignment(); e.assign == nil {
			return "call-results", fmt.Sprint(len(e.results))
		}
		return "", ""
	}
	if e.bare {
		return "", ""
	}
	for _, t := range e.results {
		if _, err := rule.TypeText(p, t, e.call, func(string, string) {}); err != nil {
			if e.assign = e.assignment(); e.assign == nil {
				return "call-unnameable", err.Error()
			}
			return "", ""
		}
	}
	return "", ""
}

// fixedFunc reports whether the call calls the same function whenever it runs:
// a method, or a function that is no variable that changes.
func (e *edit) fixedFunc() bool {
	if sel, ok := ast.Unparen(e.call.Fun).(*ast.SelectorExpr); ok {
		if selection := e.file.Info().Selections[sel]; selection != nil {
			return selection.Kind() == types.MethodVal
		}
	}
	return e.pass.Program.Stable(e.file, e.call.Fun)
}

// nested reports whether something that the call evaluates may yield.
func (e *edit) nested() bool {
	for _, arg := range e.call.Args {
		if e.yields(arg) {
			return true
		}
	}
	sel, ok := ast.Unparen(e.call.Fun).(*ast.SelectorExpr)
	return ok && e.yields(sel.X)
}

// yields reports whether evaluating x may yield: it holds another spot, or a
// call that reaches a kind that is marked. Function literals are not
// evaluated, only made.
func (e *edit) yields(x ast.Expr) bool {
	facts := e.pass.Facts.Yields(e.file.Pkg)
	found := false
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = found || facts.Call(n).Kinds(false).Intersects(catalog.Marked)
		case *ast.UnaryExpr:
			found = found || e.pass.Spot(n) != nil
		}
		return !found
	})
	return found
}

func (e *edit) apply(ed *rule.Editor) {
	if ed.Hands(e.call) {
		return // the callee takes the task: the call says all there is to say
	}
	if e.companion != nil && e.companion.Apply(ed) {
		return
	}
	e.write(ed)
	co := ed.Co(e.call)
	name := "Call"
	if n := len(e.results); n > 0 && (!e.dropped || e.bare) {
		name = fmt.Sprint("Call", n)
	}
	if e.assign != nil {
		e.assign.apply(e, ed)
		return
	}
	if e.bare && len(e.results) <= maxResults {
		// aio.Call1(co, cmd.Wait)
		ed.Wrap(e.call, ed.Aio(e.call, name)+"("+co+", ", ")")
		ed.Replace(e.call.Lparen, e.call.End(), "")
		return
	}
	if e.dropped {
		e.wrap(ed, e.call, ed.Aio(e.call, "Call")+"("+co+", func() {", "", "})")
		return
	}
	var types []string
	for _, t := range e.results {
		text, _ := ed.TypeText(t, e.call)
		types = append(types, text)
	}
	result := strings.Join(types, ", ")
	if len(types) > 1 {
		result = "(" + result + ")"
	}
	if result != "" {
		result += " "
	}
	e.wrap(ed, e.call, ed.Aio(e.call, name)+"("+co+", func() "+result+"{", "return ", "})")
}

// maxWidth is the width, with tabs of four columns, beyond which the call gets
// a line of its own.
const maxWidth = 110

// wrap puts a function literal around the call, or the statement that it is part of.
func (e *edit) wrap(ed *rule.Editor, n ast.Node, head, before, tail string) {
	from, to := e.file.Offset(n.Pos()), e.file.Offset(n.End())
	start, end := from, to
	for start > 0 && e.file.Src[start-1] != '\n' {
		start--
	}
	for end < len(e.file.Src) && e.file.Src[end] != '\n' {
		end++
	}
	line := string(e.file.Src[start:end])
	width := len(strings.ReplaceAll(line, "\t", "    ")) + len(head[strings.LastIndex(head, "\n")+1:]) + len(before) + len(tail) + 2
	left, right := " ", " "
	if width > maxWidth && !strings.Contains(line, "//") && !strings.Contains(e.file.Text(n), "\n") {
		right = "\n" + ed.Indent(n.Pos())
		left = right + "\t"
	}
	ed.Wrap(n, head+left+before, right+tail)
}
