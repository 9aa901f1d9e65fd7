package color

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// In f(g()), where g has several results, there is no room for a task in front of
// them: they need names first, before the statement.

// withoutRoom is why the function of such a call keeps its signature where no names
// can be given.
const withoutRoom = "called with the results of another call, where they cannot get names first"

// resultsOf returns the results that a call hands on as another one returns them, or
// nil.
func resultsOf(call *program.Call) *types.Tuple {
	if len(call.Expr.Args) != 1 {
		return nil
	}
	results, _ := call.Caller.File.Info().TypeOf(call.Expr.Args[0]).(*types.Tuple)
	return results
}

// isCramped reports whether a call cannot hand over a task. What is started has its
// arguments bound already.
func (p *Plan) isCramped(call *program.Call) bool {
	results := resultsOf(call)
	if results == nil || p.starts[call.Expr] {
		return false
	}
	atBorder := slices.ContainsFunc(p.atBorder, func(b *border) bool { return b.inner == call })
	// The task may take the place of a context, which is not to be lost.
	return atBorder || isStdContext(results.At(0).Type()) || !program.IsPath(rule.WithoutTypes(call.Expr.Fun)) ||
		rule.Room(p.prog, call.Expr) == nil
}

// NameResults gives names to the results that calls hand on with a task, before their
// statements. It comes before the edits of the rules, which may move such a call
// to the same place.
func (p *Plan) NameResults(ed *rule.Editor) {
	named := map[*ast.CallExpr]bool{}
	for _, fn := range p.prog.Funcs {
		for _, call := range fn.Calls {
			p.nameResults(ed, call, named)
		}
	}
}

// nameResults gives names to the results that a call hands on, and first to those in
// its argument.
func (p *Plan) nameResults(ed *rule.Editor, call *program.Call, named map[*ast.CallExpr]bool) {
	results := resultsOf(call)
	if results == nil || named[call.Expr] || p.starts[call.Expr] || !p.Hands(call.Expr) {
		return
	}
	named[call.Expr] = true
	arg, f := call.Expr.Args[0], call.Caller.File
	ast.Inspect(arg, func(n ast.Node) bool {
		if expr, ok := n.(*ast.CallExpr); ok && p.prog.CallAt(expr) != nil {
			p.nameResults(ed, p.prog.CallAt(expr), named)
		}
		_, isLit := n.(*ast.FuncLit)
		return !isLit
	})
	sig := f.Info().TypeOf(call.Expr.Fun).Underlying().(*types.Signature)
	var names []string
	for i := range results.Len() {
		names = append(names, ed.Pick(call.Expr, rule.ArgumentNames(sig, i, results.At(i))...))
	}
	list, stmt := strings.Join(names, ", "), rule.Room(p.prog, call.Expr)
	ed.Buffer(f).MoveLeaving(f.Offset(arg.Pos()), f.Offset(arg.End()), f.Offset(stmt.Pos()),
		list+" := ", "\n"+ed.Indent(stmt.Pos()), list)
}
