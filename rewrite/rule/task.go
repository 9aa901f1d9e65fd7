package rule

import (
	"bytes"
	"go/ast"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
)

func (s *Start) ownBlock() bool { return s.block && len(s.bind) > 0 }

// Task makes the go statement start a task: prefix, which ends where the
// function has to stand, the body with a task of its own, suffix. result is
// the literal's result type, or "".
func (e *Editor) Task(s *Start, prefix, result, suffix string) {
	e.dropContextBinding(s)
	e.emitBindings(s)
	defer func() {
		if s.ownBlock() {
			e.Insert(s.Stmt.End(), "\n}")
		}
	}()
	if s.Lit != nil {
		if result != "" {
			result += " "
		}
		head := prefix + "func(" + e.TaskCo(s.Lit) + " " + e.Aio(s.Stmt, "Context") + ") " + result
		e.Supersede(s.Stmt.Pos(), s.Lit.Body.Lbrace, head)
		e.nameParams(s)
		e.Supersede(s.Lit.End(), s.Stmt.End(), suffix)
		return
	}
	e.startCall(s, prefix, suffix)
}

// SpawnCo returns the context with which the literal or the call n is started
// as a task. A context argument whose place the task takes is that context, with
// its value at the start.
func (e *Editor) SpawnCo(n ast.Node) string {
	call, ok := n.(*ast.CallExpr)
	if !ok || !e.contextStarts(call) {
		return e.Plan.SpawnCo(n)
	}
	text, isTask := e.ContextText(call.Args[0])
	if isTask {
		return text
	}
	return e.Aio(call, "With") + "(" + e.Co(call) + ", " + text + ")"
}

// contextStarts reports whether the task takes the place of the first argument
// of a call that is started.
func (e *Editor) contextStarts(call *ast.CallExpr) bool {
	return len(call.Args) > 0 && e.ReplacesAt(call)
}

// dropContextBinding leaves a context argument unbound where the task takes
// its place: the task has the context of the moment at which it is started.
func (e *Editor) dropContextBinding(s *Start) {
	if s.Lit != nil || !e.contextStarts(s.Call) {
		return
	}
	s.bind = slices.DeleteFunc(s.bind, func(b binding) bool { return b.uses == s.Call.Args[0] })
}

// startCall makes go f(x) start a task. A function that takes just the task is
// handed over itself.
func (e *Editor) startCall(s *Start, prefix, suffix string) {
	f := e.File(s.Stmt)
	callee := e.Callee(s.Call)
	takes := e.Hands(s.Call)
	if e.TakesLocal(s.Call) {
		takes = true
		if len(s.Call.Args) == 0 {
			e.Replace(s.Stmt.Pos(), s.Call.Pos(), prefix)
			e.Replace(s.Call.Lparen, s.Stmt.End(), suffix)
			return
		}
		e.InsertArg(s.Call, e.Co(s.Stmt))
	}
	if callee != nil && takes && e.onlyTask(callee) && len(s.bind) == 0 && !HasComments(f, s.Call.Lparen, s.Call.End()) {
		e.Kept[s.Call] = true
		e.Replace(s.Stmt.Pos(), s.Call.Pos(), prefix)
		if name := e.Explicit(callee); name != callee.Decl.Name.Name {
			e.Insert(s.Call.Lparen, strings.TrimPrefix(name, callee.Decl.Name.Name))
		}
		e.Supersede(s.Call.Lparen, s.Stmt.End(), suffix)
		return
	}
	co := "_"
	if takes || e.NamesTask(s.Call) {
		co = e.Co(s.Stmt)
	}
	head := prefix + "func(" + co + " " + e.Aio(s.Stmt, "Context") + ") { "
	e.Replace(s.Stmt.Pos(), s.Call.Pos(), head)
	e.Insert(s.Stmt.End(), " }"+suffix)
}

// NamesTask reports whether an edit inside the call of a go statement will
// name the task: a rule said so by marking the call.
func (e *Editor) NamesTask(call *ast.CallExpr) bool { return e.Marked[call] }

// onlyTask reports whether a function that takes a task has no other
// parameter and no result.
func (e *Editor) onlyTask(fn *program.Func) bool {
	sig := fn.Signature()
	n := sig.Params().Len()
	return sig.Results().Len() == 0 && (n == 0 || n == 1 && e.Replaces(fn))
}

// emitBindings writes the bindings in front of the statement.
func (e *Editor) emitBindings(s *Start) {
	f := e.File(s.Stmt)
	if s.ownBlock() {
		e.Insert(s.Stmt.Pos(), "{\n")
	}
	next := "\n" + e.Indent(s.Stmt.Pos())
	for _, b := range s.bind {
		text := b.name + " := "
		switch {
		case b.name == "_":
			text = "_ = "
		case b.addr:
			text += "&"
		case b.deref:
			text += "*"
		}
		if b.typ != nil {
			if typ, err := e.TypeText(b.typ, s.Stmt); err == nil {
				text = "var " + b.name + " " + typ + " = "
			}
		}
		at := f.Offset(s.Stmt.Pos())
		from, to := f.Offset(b.expr.Pos()), f.Offset(b.expr.End())
		if b.uses != nil {
			e.Buffer(f).MoveLeaving(from, to, at, text, next, b.name)
		} else {
			e.Buffer(f).Move(from, to, at, text, next)
		}
	}
}

// nameParams declares the parameters in the body whose values have other names
// outside.
func (e *Editor) nameParams(s *Start) {
	f := e.File(s.Lit)
	first := s.Lit.Body.List[0].Pos()
	at := f.Offset(s.Lit.Body.Lbrace) + 1
	before, after := " ", ";"
	if line := bytes.IndexByte(f.Src[at:f.Offset(first)], '\n'); line >= 0 {
		at += line
		before, after = "\n"+e.Indent(first), ""
	}
	for _, b := range s.bind {
		if b.inside != "" {
			e.Buffer(f).Insert(at, before+b.inside+" := "+b.name+after)
		}
	}
}
