package call

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// binding is an operand of the call that is evaluated into a variable before
// the statement.
type binding struct {
	name string
	expr ast.Expr
}

// operand is what a call evaluates before it calls.
type operand struct {
	expr ast.Expr
	name string // what to call a variable for it
	copy bool   // a variable for it would be a copy that the call must not use
}

// operands returns the receiver and the arguments in the order of their
// evaluation.
func (e *edit) operands() []operand {
	var list []operand
	info := e.file.Info()
	if sel, ok := ast.Unparen(e.call.Fun).(*ast.SelectorExpr); ok {
		if selection := info.Selections[sel]; selection != nil {
			recv := info.TypeOf(sel.X)
			o := operand{expr: sel.X, name: typeName(recv)}
			if method, ok := selection.Obj().(*types.Func); ok && !isPointer(recv) {
				o.copy = isPointer(method.Signature().Recv().Type())
			}
			list = append(list, o)
		}
	}
	sig, _ := info.TypeOf(e.call.Fun).Underlying().(*types.Signature)
	for i, arg := range e.call.Args {
		name := typeName(info.TypeOf(arg))
		if i < sig.Params().Len() && !(sig.Variadic() && i == sig.Params().Len()-1) {
			if param := sig.Params().At(i).Name(); len(param) > 2 {
				name = param
			}
		}
		list = append(list, operand{expr: arg, name: name})
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
		e.binds = append(e.binds, binding{e.names.pick(e.spot.Func, o.name), o.expr})
	}
	return len(e.binds) == 0 || e.statement() != nil
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
			e.binds = append(e.binds, binding{e.names.pick(e.spot.Func, "fn"), arg})
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

// statement returns the statement before which operands can be evaluated: the
// call is the first thing that it evaluates. It is nil when there is none.
func (e *edit) statement() ast.Stmt {
	p := e.pass.Program
	stmt, block := p.Statement(e.call)
	if stmt == nil || !lists(block, stmt) || rule.JumpsOver(p, e.spot.Func, stmt) {
		return nil
	}
	root := stmt
	if branch, ok := stmt.(*ast.IfStmt); ok {
		root = branch.Init
	}
	var whole ast.Expr
	switch s := root.(type) {
	case *ast.ExprStmt:
		whole = s.X
	case *ast.DeferStmt:
		whole = s.Call
	case *ast.ReturnStmt:
		if len(s.Results) == 1 {
			whole = s.Results[0]
		}
	case *ast.AssignStmt:
		if len(s.Rhs) == 1 && plainOperands(s.Lhs) {
			whole = s.Rhs[0]
		}
	}
	if whole == nil || ast.Unparen(whole) != ast.Expr(e.call) {
		return nil
	}
	return stmt
}

// write evaluates the operands before the statement.
func (e *edit) write(ed *rule.Editor) {
	if len(e.binds) == 0 {
		return
	}
	stmt, _ := e.pass.Program.Statement(e.call)
	at := e.file.Offset(stmt.Pos())
	for _, b := range e.binds {
		from, to := e.file.Offset(b.expr.Pos()), e.file.Offset(b.expr.End())
		ed.Buffer(e.file).MoveLeaving(from, to, at, b.name+" := ", "\n"+ed.Indent(stmt.Pos()), b.name)
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

// plainOperands reports whether assigning to the expressions evaluates nothing
// but variables and fields.
func plainOperands(list []ast.Expr) bool {
	for _, x := range list {
		for {
			sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
			if !ok {
				break
			}
			x = sel.X
		}
		if _, ok := ast.Unparen(x).(*ast.Ident); !ok {
			return false
		}
	}
	return true
}

func lists(block ast.Node, stmt ast.Stmt) bool {
	for _, s := range program.StmtList(block) {
		if s == stmt {
			return true
		}
	}
	return false
}

// typeName derives a variable's name from its type.
func typeName(t types.Type) string {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if t.Obj().Name() == "error" {
			return "err"
		}
		return strings.ToLower(t.Obj().Name()[:1]) + t.Obj().Name()[1:]
	case *types.Basic:
		if t.Info()&types.IsString != 0 {
			return "text"
		}
		if t.Info()&types.IsBoolean != 0 {
			return "ok"
		}
	case *types.Slice:
		if types.Identical(t.Elem(), types.Typ[types.Byte]) {
			return "data"
		}
	}
	return "value"
}

// names holds, by declared function, the names of its variables: those of the
// source and those that were picked.
type names map[*program.Func]map[string]bool

// pick returns a name that is new in the function around fn.
func (n names) pick(fn *program.Func, base string) string {
	outer := fn.Outermost()
	if n[outer] == nil {
		n[outer] = variables(outer.Node())
	}
	name := base
	for i := 2; n[outer][name] || token.IsKeyword(name); i++ {
		name = fmt.Sprint(base, i)
	}
	n[outer][name] = true
	return name
}

// variables returns the names that n uses without a selector before them.
func variables(n ast.Node) map[string]bool {
	used := map[string]bool{}
	selected := map[*ast.Ident]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			selected[n.Sel] = true
		case *ast.Ident:
			used[n.Name] = used[n.Name] || !selected[n]
		}
		return true
	})
	return used
}
