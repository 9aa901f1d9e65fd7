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

func (p *Plan) findInTask() {
	p.inTask = map[*program.Func]bool{}
	var work []*program.Func
	add := func(fn *program.Func) {
		if fn = p.owner(fn); fn != nil && !p.inTask[fn] {
			p.inTask[fn] = true
			work = append(work, fn)
		}
	}
	members := map[*program.Func][]*program.Func{} // functions by the owner of their frame
	for _, fn := range p.prog.Funcs {
		members[p.owner(fn)] = append(members[p.owner(fn)], fn)
		if p.Needs(fn) || p.startsInTask(fn) {
			add(fn)
		}
	}
	for len(work) > 0 {
		owner := work[len(work)-1]
		work = work[:len(work)-1]
		for _, fn := range members[owner] {
			for _, call := range fn.Calls {
				if call.Callee != nil && !p.isRawGo(call.Expr) && !isRoot(call.Callee) {
					add(call.Callee)
				}
			}
		}
	}
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
