package color

import (
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/program"
)

// InTask reports whether fn may run in a task: it has one or is the body of
// one, a function that may run in one calls it, or it was handed to code of the
// module which may call it from somewhere that cannot be followed.
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
		p.runsBeside = p.reachedBy(p.startsBeside, p.isGo, nil)
	}
	if p.runsBeside[p.owner(fn)] {
		return false
	}
	if p.runsInTask == nil {
		p.runsInTask = p.reachedBy(func(fn *program.Func) bool {
			return p.hasTask(fn) || fn.Lit != nil && p.roles[fn] == Task
		}, p.isRawGo, nil)
	}
	return p.runsInTask[p.owner(fn)]
}

// startsBeside reports whether fn begins on a goroutine that is no task, and has
// none either: a literal that someone else runs, or what a go statement calls.
func (p *Plan) startsBeside(fn *program.Func) bool {
	if p.hasTask(fn) || p.owner(fn) != fn {
		return false
	}
	if fn.Lit != nil {
		return p.roles[fn] == Foreign
	}
	return p.rawCallees()[fn]
}

// hasTask reports whether fn needs a task, or has one in the source, by whatever name.
func (p *Plan) hasTask(fn *program.Func) bool {
	return p.Needs(fn) || p.held(fn) != "" || p.unnamedTask(fn) != nil
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
	handed := map[*program.Func][]*program.Func{} // functions by the frames that call them as values
	starts := func(fn *program.Func) bool {
		if p.Needs(fn) || p.startsInTask(fn) {
			return true
		}
		h := p.valueOf(fn)
		for _, caller := range h.callers {
			handed[caller] = append(handed[caller], fn)
		}
		return h.unknown
	}
	p.inTask = p.reachedBy(starts, p.isRawGo, func(fn *program.Func) []*program.Func {
		list := handed[fn]
		for _, callee := range p.survey.throughForeign(fn) {
			if len(p.classes.of(callee).methods) > 0 {
				list = append(list[:len(list):len(list)], callee)
			}
		}
		return list
	})
}

// reachedBy returns the owners of frames that starts says yes to, and those whose
// functions they call, by name or by an interface's method, but for the calls that
// apart names, or otherwise as more says if it is given.
func (p *Plan) reachedBy(starts func(*program.Func) bool, apart func(*ast.CallExpr) bool, more func(*program.Func) []*program.Func) map[*program.Func]bool {
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
				if apart(call.Expr) {
					continue
				}
				for _, callee := range p.callees(call) {
					add(callee)
				}
			}
			if more == nil {
				continue
			}
			for _, callee := range more(fn) {
				add(callee)
			}
		}
	}
	return found
}

// callees returns the functions of the module that a call may reach: the one that
// it names, or every implementation of the interface method.
func (p *Plan) callees(call *program.Call) []*program.Func {
	switch {
	case call.Callee == nil:
		return p.Implementations(call.Iface)
	case isRoot(call.Callee):
		return nil
	}
	return []*program.Func{call.Callee}
}

// startsInTask reports whether fn has a task, or is a method that an interface
// hands out as a value.
func (p *Plan) startsInTask(fn *program.Func) bool {
	if params := fn.Signature().Params(); params.Len() > 0 && p.isContext(params.At(0).Type()) {
		return true
	}
	if fn.Lit != nil {
		return p.roles[fn] == Task
	}
	if p.ModeOf(fn) != Plain || p.held(fn) != "" {
		return true
	}
	for _, pos := range p.classes.of(fn).methods {
		if len(p.prog.ValuesAt(pos)) > 0 {
			return true
		}
	}
	return false
}
