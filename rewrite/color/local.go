package color

import (
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/program"
)

// findLocals finds the literals in local variables that only go statements
// run which become tasks: such a literal takes the task as its first parameter.
func (p *Plan) findLocals() {
	p.locals = map[*program.Func]bool{}
	for _, fn := range p.prog.Funcs {
		v := p.prog.LocalVar(fn)
		if v == nil || unnamedParams(fn) {
			continue
		}
		started := false
		all := true
		for _, id := range p.prog.Uses(v) {
			if id.Pos() == v.Pos() {
				continue
			}
			call, ok := p.prog.Parent(id).(*ast.CallExpr)
			if ok && call.Fun == ast.Expr(id) && p.starts[call] {
				started = true
			} else {
				all = false
			}
		}
		if started && all {
			p.locals[fn] = true
			p.roles[fn] = Task
		}
	}
}

func unnamedParams(fn *program.Func) bool {
	params := fn.Lit.Type.Params.List
	return len(params) > 0 && len(params[0].Names) == 0
}

// TakesLocal implements rule.Plan.
func (p *Plan) TakesLocal(call *ast.CallExpr) bool {
	fn := p.prog.LocalFunc(p.prog.FileAt(call.Pos()), call.Fun)
	return fn != nil && p.locals[fn]
}
