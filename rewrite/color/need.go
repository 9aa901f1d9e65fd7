package color

import (
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/program"
)

// propagate computes who needs a task: the functions with marks, and all that
// call a function that takes one. A facade hands one on.
func (p *Plan) propagate() {
	for _, fn := range p.prog.Funcs {
		if p.facades[fn] != nil || p.entered[fn] != nil && p.classes.mode(fn) == Param {
			p.require(fn)
		}
	}
	for _, pr := range p.proposals {
		for _, n := range pr.Marks {
			if fn := p.prog.Enclosing(n); fn != nil {
				p.require(p.owner(fn))
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, fn := range p.prog.Funcs {
			owner := p.owner(fn)
			if p.need[owner] {
				continue
			}
			for _, call := range fn.Calls {
				if p.hands(call) {
					p.require(owner)
					changed = true
					break
				}
			}
		}
	}
}

// require notes that a frame needs a task, and with a declared function all
// whose signature changes with it.
func (p *Plan) require(fn *program.Func) {
	if fn == nil || p.need[fn] {
		return
	}
	p.need[fn] = true
	if fn.Decl != nil && p.classes.mode(fn) == Param {
		p.classes.of(fn).need = true
	}
}

// hands reports whether a call passes a task to its callee, by the needs known so far.
func (p *Plan) hands(call *program.Call) bool {
	if p.starts[call.Expr] || p.isRawGo(call.Expr) || p.frozen[call.Caller.File] != "" || p.isCramped(call) {
		return false
	}
	if call.Callee != nil {
		// A facade is there for callers without a task, and tests are such
		// callers: they go on testing it. The body of a task has one.
		if owner := p.owner(call.Caller); call.Caller.IsTest() && p.ModeOf(call.Callee) == Split && !p.need[owner] && p.roles[owner] != Task {
			return false
		}
		return p.takes(call.Callee)
	}
	c := p.classes.ofMethod(call.Iface)
	return c != nil && c.need && c.changes()
}

// isRawGo reports whether the call is that of a go statement that no rule
// turned into a task.
func (p *Plan) isRawGo(call *ast.CallExpr) bool {
	return p.isGo(call) && !p.starts[call]
}

// isGo reports whether the call is that of a go statement, which starts something apart.
func (p *Plan) isGo(call *ast.CallExpr) bool {
	_, ok := p.prog.Parent(call).(*ast.GoStmt)
	return ok
}

// wantsTask reports whether what a call calls takes a task or would.
func (p *Plan) wantsTask(call *program.Call) bool {
	if call.Callee != nil {
		mode := p.ModeOf(call.Callee)
		return mode != Plain && mode != Has
	}
	c := p.classes.ofMethod(call.Iface)
	return c != nil && c.need && c.changes()
}

// OnlyStarted reports whether what the call of a go statement calls needs a task,
// and would take one if go statements did not call it: nothing else keeps its
// signature.
func (p *Plan) OnlyStarted(call *ast.CallExpr) bool {
	c := p.prog.CallAt(call)
	return c != nil && p.wantsTask(c) && !p.classes.ofCall(c).fixed
}

// RawGoroutines returns the calls of go statements that stay goroutines, and
// those that are to run a literal beside the loop, although the function needs
// a task.
func (p *Plan) RawGoroutines() []*ast.CallExpr {
	var list []*ast.CallExpr
	for _, pr := range p.proposals {
		for _, call := range pr.Offloads {
			if lit, ok := ast.Unparen(call.Args[0]).(*ast.FuncLit); ok && p.need[p.prog.LitFunc(lit)] {
				list = append(list, call)
			}
		}
	}
	for _, fn := range p.prog.Funcs {
		if fn.Lit != nil && p.need[fn] && p.held(fn) == "" {
			if call, ok := p.prog.Parent(fn.Lit).(*ast.CallExpr); ok && call.Fun == ast.Expr(fn.Lit) && p.isRawGo(call) {
				list = append(list, call)
			}
		}
		for _, call := range fn.Calls {
			if p.isRawGo(call.Expr) && p.wantsTask(call) {
				list = append(list, call.Expr)
			}
		}
	}
	return list
}
