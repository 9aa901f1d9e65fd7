package afterfunc

import (
	_ "embed"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule turns callbacks of time.AfterFunc into tasks.
var Rule = &rule.Rule{
	Name: "afterfunc",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "afterfunc-short", Text: "The timer's callback is not proved to reach a yield point that is marked: nobody waits in it.", Next: "Nothing: it runs on a goroutine of its own, as it did."},
		{Code: "afterfunc-function", Text: "The timer's callback is no function literal.", Next: "Nothing: it enters the loop by itself. Use a literal that calls it if it should be a task of the timer."},
		{Code: "afterfunc-timer", Text: "The timer is kept as a *time.Timer, or used otherwise than by Stop, or by Reset in the same function.", Next: "Nothing: the callback enters the loop by itself. Keep the timer in a local variable if the callback should be its task."},
		{Code: "afterfunc-context", Text: "The timer's callback uses a context from outside, whose cancellation a task that runs in any case would not see.", Next: "Nothing: the callback enters the loop by itself."},
	},
	Find: find,
}

func find(pass *rule.Pass) {
	for _, s := range pass.Open(site.Timer) {
		call := s.Node.(*ast.CallExpr)
		c := &callback{pass: pass, file: s.Func.File, call: call}
		// A timer waits for nothing: what is left alone needs no change.
		if code := c.check(); code != "" {
			pass.NotApplicable(call, code, "")
			continue
		}
		pass.Propose(&rule.Proposal{
			Spots: []*rule.Spot{s},
			Marks: []ast.Node{call},
			Tasks: []*ast.FuncLit{c.lit},
			Apply: c.apply,
		})
	}
}

// callback is a call of time.AfterFunc.
type callback struct {
	pass *rule.Pass
	file *program.File
	call *ast.CallExpr
	lit  *ast.FuncLit
}

// check returns why the call is left alone, or "".
func (c *callback) check() string {
	if len(c.call.Args) != 2 {
		return "afterfunc-function" // both come from one call
	}
	c.lit, _ = ast.Unparen(c.call.Args[1]).(*ast.FuncLit)
	switch {
	case !c.yields():
		return "afterfunc-short"
	case c.lit == nil:
		return "afterfunc-function"
	case !c.onlyStopped():
		return "afterfunc-timer"
	case c.usesContext():
		return "afterfunc-context"
	}
	return ""
}

// yields reports whether the callback is proved to reach a kind that is marked.
func (c *callback) yields() bool {
	facts := c.pass.Facts.Yields(c.file.Pkg)
	if facts == nil {
		return false
	}
	if c.lit != nil {
		return facts.Lit(c.lit).Kinds(true).Intersects(catalog.Marked)
	}
	fn, _ := typeutil.Callee(c.file.Info(), &ast.CallExpr{Fun: c.call.Args[1]}).(*types.Func)
	return fn != nil && facts.Func(fn).Kinds(true).Intersects(catalog.Marked)
}

// onlyStopped reports whether nobody minds that the timer has another type: it
// is dropped, or all that is done with it both types can do. Reset is one of that
// as long as the function runs that made the timer.
func (c *callback) onlyStopped() bool {
	switch parent := c.pass.Program.Parent(c.call).(type) {
	case *ast.ExprStmt:
		return true
	case *ast.AssignStmt:
		id, ok := parent.Lhs[0].(*ast.Ident)
		return ok && len(parent.Lhs) == 1 && parent.Tok == token.DEFINE && c.usesAreCalls(id)
	}
	return false
}

// usesAreCalls reports whether the variable that id declares is only stopped
// and reset.
func (c *callback) usesAreCalls(id *ast.Ident) bool {
	p := c.pass.Program
	v, ok := c.file.Info().Defs[id].(*types.Var)
	if !ok {
		return false
	}
	for _, use := range p.Uses(v) {
		if use == id {
			continue
		}
		_, method := rule.MethodCall(p, use)
		if method != "Stop" && (method != "Reset" || p.Enclosing(use) != p.Enclosing(id)) {
			return false
		}
	}
	return true
}

// usesContext reports whether the literal uses a context that is declared
// outside of it.
func (c *callback) usesContext() bool {
	found := false
	ast.Inspect(c.lit.Body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return !found
		}
		v, ok := c.file.Info().Uses[id].(*types.Var)
		if ok && isContext(v.Type()) && (v.Pos() < c.lit.Pos() || v.Pos() > c.lit.End()) {
			found = true
		}
		return !found
	})
	return found
}

// isContext reports whether t is context.Context or an interface that has more
// methods, such as the runtime's Context: what is one before a port is the other
// after it.
func isContext(t types.Type) bool {
	if !types.IsInterface(t) {
		return false
	}
	for _, name := range []string{"Deadline", "Done", "Err", "Value"} {
		if obj, _, _ := types.LookupFieldOrMethod(t, false, nil, name); obj == nil {
			return false
		}
	}
	return true
}

func (c *callback) apply(ed *rule.Editor) {
	ed.ReplaceNode(c.call.Fun, ed.Aio(c.call, "After"))
	ed.InsertArg(c.call, ed.Aio(c.call, "Shield")+"("+ed.SpawnCo(c.lit)+")")
	ed.InsertParam(c.lit.Type, ed.TaskCo(c.lit))
}
