package color

import (
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// findEntered finds the declared functions that enter the loop at their top, in
// the form in which addEnter writes it, and for nothing but what a caller's
// task could say as well. An earlier port has done so where some caller could
// not be edited; they take the task once all can.
func (p *Plan) findEntered() {
	p.entered = map[*program.Func]*entered{}
	for _, fn := range p.prog.Funcs {
		if fn.Decl == nil || fn.Obj == nil || fn.Body() == nil || isRoot(fn) || p.facades[fn] != nil {
			continue
		}
		e := p.enteredAt(fn, prologue(fn))
		if e == nil || !isBackground(fn.File, e.arg) && !p.isReplaced(fn, e.arg) || p.isTalkedOf(fn, e) {
			continue
		}
		p.entered[fn] = e
	}
}

// isReplaced reports whether arg is the context that fn takes first, of which
// the task can take the place.
func (p *Plan) isReplaced(fn *program.Func, arg ast.Expr) bool {
	v := contextParam(fn)
	return v != nil && isName(arg, v.Name()) && p.replaceable(fn)
}

// isTalkedOf reports whether the statements that enter the loop have a comment,
// or the function leaves the loop somewhere else, too.
func (p *Plan) isTalkedOf(fn *program.Func, e *entered) bool {
	line := fn.File.Tok.Line
	for _, group := range fn.File.AST.Comments {
		if group.End() > e.first.Pos() && group.Pos() < e.last.End() || group.Pos() >= e.last.End() && line(group.Pos()) == line(e.last.End()) {
			return true
		}
	}
	leave := fn.File.Info().Defs[e.first.(*ast.AssignStmt).Lhs[1].(*ast.Ident)]
	return leave == nil || len(p.prog.Uses(leave)) != 2
}

// keepEntered keeps the signatures where a task could not say all that the
// context says with which the function enters the loop.
func (cs *classes) keepEntered() {
	for _, fn := range cs.plan.prog.Funcs {
		e := cs.plan.entered[fn]
		if e != nil && cs.of(fn).changes() && !isBackground(fn.File, e.arg) && !cs.plan.replacesAll(cs.of(fn)) {
			cs.keep(fn, "enters the loop with a context of its own")
		}
	}
}

// undoEnter takes the statements away with which addEnter makes fn enter the
// loop, with their lines and the blank one behind them.
func (p *Plan) undoEnter(ed *rule.Editor, fn *program.Func, e *entered) {
	src := fn.File.Src
	from, to := fn.File.Offset(e.first.Pos()), fn.File.Offset(e.last.End())
	for from > 0 && (src[from-1] == ' ' || src[from-1] == '\t') {
		from--
	}
	newline := func(i int) int {
		if i < len(src) && src[i] == '\r' {
			i++
		}
		if i < len(src) && src[i] == '\n' {
			return i + 1
		}
		return -1
	}
	if end := newline(to); end >= 0 && from > 0 && src[from-1] == '\n' {
		to = end
		if blank := newline(to); blank >= 0 {
			to = blank
		}
	}
	ed.Buffer(fn.File).Supersede(from, to, "")
}
