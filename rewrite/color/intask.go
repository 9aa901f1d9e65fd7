package color

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
)

// InTask reports whether fn may run in a task: it has one or is the body of
// one, a function that has one calls it, or it was handed to code of the module,
// which may call it from a task.
func (p *Plan) InTask(fn *program.Func) bool {
	if p.inTask == nil {
		p.findInTask()
	}
	return p.inTask[p.owner(fn)]
}

// RunsInTask reports whether fn is certain to have a task, or is called by name or
// by an interface's method by one that is, and nothing is seen to run it beside the
// loop: what does so would become a task, too.
func (p *Plan) RunsInTask(fn *program.Func) bool {
	if p.runsBeside == nil {
		p.runsBeside = p.reachedBy(p.startsBeside, true)
	}
	if p.runsBeside[p.owner(fn)] {
		return false
	}
	if p.runsInTask == nil {
		p.runsInTask = p.reachedBy(func(fn *program.Func) bool {
			return p.Needs(fn) || fn.Lit != nil && p.roles[fn] == Task || p.held(fn) != ""
		}, true)
	}
	return p.runsInTask[p.owner(fn)]
}

// startsBeside reports whether fn begins on a goroutine that is no task, and has
// none either: a literal that someone else runs, or what a go statement calls.
func (p *Plan) startsBeside(fn *program.Func) bool {
	if p.Needs(fn) || p.held(fn) != "" || p.owner(fn) != fn {
		return false
	}
	if fn.Lit != nil {
		return p.roles[fn] == Foreign
	}
	return p.rawCallees()[fn]
}

// rawCallees returns the functions that go statements call by name.
func (p *Plan) rawCallees() map[*program.Func]bool {
	if p.raw == nil {
		p.raw = map[*program.Func]bool{}
		for _, fn := range p.prog.Funcs {
			for _, call := range fn.Calls {
				if call.Callee != nil && p.isRawGo(call.Expr) {
					p.raw[call.Callee] = true
				}
			}
		}
	}
	return p.raw
}

func (p *Plan) findInTask() {
	p.inTask = p.reachedBy(func(fn *program.Func) bool { return p.Needs(fn) || p.startsInTask(fn) }, false)
}

// reachedBy returns the owners of frames that starts says yes to, and those whose
// functions they call; methods of interfaces are followed if dynamic is set.
func (p *Plan) reachedBy(starts func(*program.Func) bool, dynamic bool) map[*program.Func]bool {
	found := map[*program.Func]bool{}
	var work []*program.Func
	add := func(fn *program.Func) {
		if fn = p.owner(fn); fn != nil && !found[fn] {
			found[fn] = true
			work = append(work, fn)
		}
	}
	members := map[*program.Func][]*program.Func{} // functions by the owner of their frame
	for _, fn := range p.prog.Funcs {
		members[p.owner(fn)] = append(members[p.owner(fn)], fn)
		if starts(fn) {
			add(fn)
		}
	}
	for len(work) > 0 {
		owner := work[len(work)-1]
		work = work[:len(work)-1]
		for _, fn := range members[owner] {
			for _, call := range fn.Calls {
				if p.isRawGo(call.Expr) {
					continue
				}
				if call.Callee != nil && !isRoot(call.Callee) {
					add(call.Callee)
				}
				if call.Iface != nil && dynamic {
					for _, callee := range p.Implementations(call.Iface) {
						add(callee)
					}
				}
			}
		}
	}
	return found
}

// startsInTask reports whether someone who may be a task calls fn without
// naming it.
func (p *Plan) startsInTask(fn *program.Func) bool {
	if fn.Lit != nil {
		return p.roles[fn] == Task || p.roles[fn] == Foreign && p.escapes(fn.File, fn.Lit)
	}
	if p.ModeOf(fn) != Plain || len(p.classes.of(fn).methods) > 0 {
		return true
	}
	for _, id := range p.prog.Values(fn) {
		f := p.prog.FileAt(id.Pos())
		var value ast.Expr = id
		if sel, ok := p.prog.Parent(id).(*ast.SelectorExpr); ok {
			value = sel
		}
		if p.escapes(f, value) {
			return true
		}
	}
	return false
}

// escapes reports whether a function value goes to code of the module: as an
// argument, or into a variable, field or result. A go statement and foreign
// packages run it on goroutines of their own.
func (p *Plan) escapes(f *program.File, value ast.Expr) bool {
	parent := p.prog.Parent(value)
	for {
		paren, ok := parent.(*ast.ParenExpr)
		if !ok {
			break
		}
		value, parent = paren, p.prog.Parent(paren)
	}
	call, ok := parent.(*ast.CallExpr)
	if !ok {
		return parent != nil
	}
	if call.Fun == value {
		_, isGo := p.prog.Parent(call).(*ast.GoStmt)
		return !isGo
	}
	if tv, ok := f.Info().Types[call.Fun]; ok && tv.IsType() {
		return p.escapes(f, call) // a conversion
	}
	callee, _ := typeutil.Callee(f.Info(), call).(*types.Func)
	return callee == nil || p.prog.FileAt(callee.Pos()) != nil
}
