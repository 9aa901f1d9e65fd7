package rule

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
)

// The reasons that every rule about go statements may give.
const (
	ArgumentBinding = "argument-binding" // an argument cannot be evaluated early without changing names
	ReturnsValue    = "returns-value"    // the literal has results, which the go statement drops
	CommentInHead   = "comment-in-head"  // a comment stands where the edit has to cut
)

// Start is a go statement taken apart: what has to be bound before, so that
// the task sees the values that the goroutine would have seen.
type Start struct {
	Stmt *ast.GoStmt
	Lit  *ast.FuncLit // nil for go f(x)
	Call *ast.CallExpr
	bind []binding
}

type binding struct {
	name string
	typ  types.Type // nil: that of the expression
	expr ast.Expr
	uses ast.Expr // the argument to be replaced by the name, for go f(x)
}

// TakeApart analyses a go statement. A reason is given when its arguments
// cannot be bound by new variables.
func TakeApart(p *program.Program, fn *program.Func, stmt *ast.GoStmt) (*Start, string) {
	s := &Start{Stmt: stmt, Call: stmt.Call}
	if lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); ok {
		s.Lit = lit
		if lit.Type.Results != nil && len(lit.Type.Results.List) > 0 {
			return nil, ReturnsValue
		}
		if hasComments(p.FileAt(stmt.Pos()), stmt.Pos(), lit.Body.Lbrace) || hasComments(p.FileAt(stmt.Pos()), lit.End(), stmt.End()) {
			return nil, CommentInHead
		}
		return s, s.bindParams(p, fn)
	}
	return s, s.bindArgs(p, fn)
}

// bindParams binds the arguments of a literal to its parameters' names.
func (s *Start) bindParams(p *program.Program, fn *program.Func) string {
	f := fn.File
	if s.Call.Ellipsis.IsValid() {
		return ArgumentBinding
	}
	i := 0
	for _, field := range s.Lit.Type.Params.List {
		if _, variadic := field.Type.(*ast.Ellipsis); variadic {
			return ArgumentBinding
		}
		if len(field.Names) == 0 {
			return ArgumentBinding
		}
		for _, name := range field.Names {
			if i >= len(s.Call.Args) {
				return ArgumentBinding
			}
			arg := s.Call.Args[i]
			i++
			param, _ := f.Info().Defs[name].(*types.Var)
			id, isIdent := ast.Unparen(arg).(*ast.Ident)
			same := isIdent && id.Name == name.Name
			if same && p.Stable(f, arg) && param != nil && p.Unchanged(f, param) && types.Identical(param.Type(), f.Info().TypeOf(arg)) {
				continue // the body names the variable itself
			}
			if name.Name == "_" || param == nil {
				return ArgumentBinding
			}
			if !same && visible(f, name.Name, s.Stmt.Pos()) {
				return ArgumentBinding
			}
			if same && declaredHere(f, name.Name, s.Stmt.Pos()) {
				return ArgumentBinding
			}
			b := binding{name: name.Name, expr: arg}
			if !types.Identical(param.Type(), f.Info().TypeOf(arg)) {
				b.typ = param.Type()
			}
			s.bind = append(s.bind, b)
		}
	}
	if i != len(s.Call.Args) {
		return ArgumentBinding
	}
	return ""
}

// bindArgs binds what a call of a named function evaluates at the go
// statement: receiver and arguments.
func (s *Start) bindArgs(p *program.Program, fn *program.Func) string {
	f := fn.File
	if sel, ok := ast.Unparen(s.Call.Fun).(*ast.SelectorExpr); ok {
		if selection := f.Info().Selections[sel]; selection != nil {
			if _, isFunc := selection.Obj().(*types.Func); !isFunc {
				return ArgumentBinding // a field of function type
			}
			if reason := s.bindExpr(p, fn, sel.X, receiverName(sel.X)); reason != "" {
				return reason
			}
		}
	} else if !p.Stable(f, s.Call.Fun) {
		return ArgumentBinding
	}
	for _, arg := range s.Call.Args {
		if reason := s.bindExpr(p, fn, arg, receiverName(arg)); reason != "" {
			return reason
		}
	}
	return ""
}

func (s *Start) bindExpr(p *program.Program, fn *program.Func, e ast.Expr, name string) string {
	if p.Stable(fn.File, e) {
		return ""
	}
	if _, isLit := ast.Unparen(e).(*ast.FuncLit); isLit {
		return ""
	}
	if name == "" {
		return ArgumentBinding
	}
	name = p.Fresh(fn, name)
	for _, b := range s.bind {
		if b.name == name {
			return ArgumentBinding
		}
	}
	s.bind = append(s.bind, binding{name: name, expr: e, uses: e})
	return ""
}

// receiverName derives a variable's name from an expression, or returns "".
func receiverName(e ast.Expr) string {
	switch e := ast.Unparen(e).(type) {
	case *ast.SelectorExpr:
		return lowerFirst(e.Sel.Name)
	case *ast.CallExpr:
		return receiverName(e.Fun)
	case *ast.Ident:
		return lowerFirst(e.Name)
	}
	return ""
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func visible(f *program.File, name string, pos token.Pos) bool {
	_, obj := Innermost(f, pos).LookupParent(name, token.NoPos)
	return obj != nil
}

func declaredHere(f *program.File, name string, pos token.Pos) bool {
	return Innermost(f, pos).Lookup(name) != nil
}

func hasComments(f *program.File, from, to token.Pos) bool {
	for _, group := range f.AST.Comments {
		if group.Pos() >= from && group.End() <= to {
			return true
		}
	}
	return false
}

// HasComments reports whether a comment lies between two positions.
func HasComments(f *program.File, from, to token.Pos) bool { return hasComments(f, from, to) }

// Task makes the go statement start a task: prefix, which ends where the
// function has to stand, the body with a task of its own, suffix. result is
// the literal's result type, or "".
func (e *Editor) Task(s *Start, prefix, result, suffix string) {
	e.dropContextBinding(s)
	e.emitBindings(s)
	if s.Lit != nil {
		if result != "" {
			result += " "
		}
		head := prefix + "func(" + e.TaskCo(s.Lit) + " " + e.Aio(s.Stmt, "Context") + ") " + result
		e.Replace(s.Stmt.Pos(), s.Lit.Body.Lbrace, head)
		e.Replace(s.Lit.End(), s.Stmt.End(), suffix)
		return
	}
	e.startCall(s, prefix, suffix)
}

// dropContextBinding leaves a context argument unbound where the task takes
// its place: the task has the context of the moment at which it is started.
func (e *Editor) dropContextBinding(s *Start) {
	callee := e.Callee(s.Call)
	if s.Lit != nil || len(s.Call.Args) == 0 || callee == nil || !e.Takes(callee) || !e.Replaces(callee) {
		return
	}
	if _, _, wrap := e.ContextArg(s.Call.Args[0]); wrap {
		return
	}
	s.bind = slices.DeleteFunc(s.bind, func(b binding) bool { return b.uses == s.Call.Args[0] })
}

// startCall makes go f(x) start a task. A function that takes just the task is
// handed over itself.
func (e *Editor) startCall(s *Start, prefix, suffix string) {
	f := e.File(s.Stmt)
	callee := e.Callee(s.Call)
	takes := callee != nil && e.Takes(callee)
	if takes && e.onlyTask(callee) && len(s.bind) == 0 && !HasComments(f, s.Call.Lparen, s.Call.End()) {
		e.Kept[s.Call] = true
		e.Replace(s.Stmt.Pos(), s.Call.Pos(), prefix)
		if name := e.Explicit(callee); name != callee.Decl.Name.Name {
			e.Insert(s.Call.Lparen, strings.TrimPrefix(name, callee.Decl.Name.Name))
		}
		e.Replace(s.Call.Lparen, s.Stmt.End(), suffix)
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
	for _, b := range s.bind {
		text := b.name + " := "
		if b.typ != nil {
			if typ, err := e.TypeText(b.typ, s.Stmt); err == nil {
				text = "var " + b.name + " " + typ + " = "
			}
		}
		at := f.Offset(s.Stmt.Pos())
		from, to := f.Offset(b.expr.Pos()), f.Offset(b.expr.End())
		if b.uses != nil {
			e.Buffer(f).MoveLeaving(from, to, at, text, "\n", b.name)
		} else {
			e.Buffer(f).Move(from, to, at, text, "\n")
		}
	}
}
