package call

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/rewrite/rule"
)

// binding is an operand of the call that is evaluated into a variable before
// the statement.
type binding struct {
	names []string // what to call the variable, the best first
	expr  ast.Expr
}

// operand is what a call evaluates before it calls.
type operand struct {
	expr  ast.Expr
	names []string // what to call a variable for it, the best first
	copy  bool     // a variable for it would be a copy that the call must not use
}

// operands returns the receiver and the arguments in the order of their
// evaluation.
func (e *edit) operands() []operand {
	var list []operand
	info := e.file.Info()
	if sel, ok := ast.Unparen(e.call.Fun).(*ast.SelectorExpr); ok {
		if selection := info.Selections[sel]; selection != nil {
			recv := info.TypeOf(sel.X)
			o := operand{expr: sel.X, names: []string{rule.TypeName(recv)}}
			if method, ok := selection.Obj().(*types.Func); ok && !isPointer(recv) {
				o.copy = isPointer(method.Signature().Recv().Type())
			}
			list = append(list, o)
		}
	}
	sig, _ := info.TypeOf(e.call.Fun).Underlying().(*types.Signature)
	for i, arg := range e.call.Args {
		value := types.NewParam(token.NoPos, nil, "", info.TypeOf(arg))
		list = append(list, operand{expr: arg, names: rule.ArgumentNames(sig, i, value)})
	}
	return list
}

// bind decides which operands get a variable: up to the last one that may
// yield, those whose evaluation has an effect, so that they keep their order;
// for a deferred call those that may change until it runs. It reports whether
// that can be done.
func (e *edit) bind(deferred bool) bool {
	list := e.operands()
	last := -1
	for i, o := range list {
		if e.yields(o.expr) {
			last = i
		}
	}
	for i, o := range list {
		need := i <= last && e.hasEffect(o.expr)
		if deferred {
			need = !e.pass.Program.Stable(e.file, o.expr) && !isLit(o.expr)
		}
		if !need {
			continue
		}
		if _, tuple := e.file.Info().TypeOf(o.expr).(*types.Tuple); tuple || o.copy {
			return false
		}
		e.binds = append(e.binds, binding{o.names, o.expr})
	}
	return len(e.binds) == 0 || rule.Room(e.pass.Program, e.call) != nil
}

// bindLiterals gives a name to the functions of several lines that the call is
// handed, if there is room in front of the statement: inside a literal around the
// call all their lines would change. When a function is made does not matter.
func (e *edit) bindLiterals() {
	p := e.pass.Program
	stmt, _ := p.Statement(e.call)
	if stmt == nil || !e.isPartOf(stmt) || rule.JumpsOver(p, e.spot.Func, stmt) {
		return
	}
	for _, arg := range e.call.Args {
		if isLit(arg) && strings.Contains(e.file.Text(arg), "\n") {
			e.binds = append(e.binds, binding{[]string{"fn"}, arg})
		}
	}
}

// isPartOf reports whether the call belongs to a statement in a place where nothing
// is in scope that is not in front of the statement.
func (e *edit) isPartOf(stmt ast.Stmt) bool {
	within := func(n ast.Node) bool { return n != nil && n.Pos() <= e.call.Pos() && e.call.End() <= n.End() }
	switch s := stmt.(type) {
	case *ast.ExprStmt, *ast.AssignStmt, *ast.ReturnStmt, *ast.DeferStmt, *ast.SendStmt:
		return true
	case *ast.IfStmt:
		return s.Init == nil && within(s.Cond) || s.Init != nil && within(s.Init)
	}
	return false
}

// write evaluates the operands before the statement.
func (e *edit) write(ed *rule.Editor) {
	if len(e.binds) == 0 {
		return
	}
	stmt, _ := e.pass.Program.Statement(e.call) // for a literal there need not be room before it
	at := e.file.Offset(stmt.Pos())
	for _, b := range e.binds {
		from, to := e.file.Offset(b.expr.Pos()), e.file.Offset(b.expr.End())
		name := ed.Pick(e.call, b.names...)
		ed.Buffer(e.file).MoveLeaving(from, to, at, name+" := ", "\n"+ed.Indent(stmt.Pos()), name)
	}
}

// hasEffect reports whether evaluating x calls or receives something. Function
// literals are only made.
func (e *edit) hasEffect(x ast.Expr) bool {
	found := false
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = found || !e.file.Info().Types[n.Fun].IsType()
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		}
		return !found
	})
	return found
}

func isLit(x ast.Expr) bool {
	_, ok := ast.Unparen(x).(*ast.FuncLit)
	return ok
}

func isPointer(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return true
	}
	return false
}
