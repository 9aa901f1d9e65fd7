package errgroup

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// markLimited marks the Go of refused groups that may have a limit: it waits for
// a free place, with the loop released. Which group the SetLimit of one that was
// handed on concerns is not known, so that it speaks for all that were.
func markLimited(pass *rule.Pass, refused []*group) {
	var open []*group
	limited := false
	for _, g := range refused {
		switch set := g.calls("SetLimit"); {
		case g.handedOn:
			open = append(open, g)
		case len(set) > 0:
			g.markGos()
		}
	}
	for _, f := range pass.Program.Files {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			limited = limited || ok && isSetLimit(f, call) && !isKnown(pass, f, call, refused)
			return !limited
		})
	}
	if limited {
		for _, g := range open {
			g.markGos()
		}
	}
}

// isKnown reports whether a call of SetLimit concerns a group all of whose uses
// are known: one that is rewritten, or was refused for another reason.
func isKnown(pass *rule.Pass, f *program.File, call *ast.CallExpr, refused []*group) bool {
	v := rule.Receiver(f, call)
	if v == nil {
		return false
	}
	for _, g := range refused {
		if g.obj == types.Object(v) {
			return !g.handedOn
		}
	}
	for _, id := range pass.Program.Uses(v) {
		if use, _ := rule.MethodCall(pass.Program, id); use != nil && pass.Claimed[use] {
			return true
		}
	}
	return false
}

// calls returns the calls of one method of the group.
func (g *group) calls(method string) []*ast.CallExpr {
	var list []*ast.CallExpr
	for _, id := range g.pass.Program.Uses(g.obj) {
		if call, name := rule.MethodCall(g.pass.Program, id); call != nil && name == method {
			list = append(list, call)
		}
	}
	return list
}

// markGos proposes the mark of every Go that may be changed.
func (g *group) markGos() {
	for _, call := range g.calls("Go") {
		spot := g.pass.Spot(call)
		_, isStmt := g.pass.Program.Parent(call).(*ast.ExprStmt)
		if spot == nil || !isStmt || !g.pass.IsOpen(call) {
			continue
		}
		g.pass.Propose(&rule.Proposal{
			Spots: []*rule.Spot{spot},
			Marks: []ast.Node{call},
			Apply: func(ed *rule.Editor) {
				ed.Wrap(call, ed.Aio(call, "Call")+"("+ed.Co(call)+", func() {\n", "\n})")
			},
		})
	}
}

// isSetLimit reports whether a call sets the limit of an errgroup.
func isSetLimit(f *program.File, call *ast.CallExpr) bool {
	fn, _ := typeutil.Callee(f.Info(), call).(*types.Func)
	return fn != nil && fn.FullName() == "(*"+Path+".Group).SetLimit"
}
