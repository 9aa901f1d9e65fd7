package rule

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
)

// operand is what the call of a named function evaluates at its go statement: the
// function or its receiver, or an argument.
type operand struct {
	expr  ast.Expr
	names []string // what a variable for it may be called, the best first
	deref bool     // what it points to is bound, as the call copies it
}

// bindArgs binds what a call of a named function evaluates at the go
// statement: the function or its receiver, and the arguments.
func (s *Start) bindArgs(p *program.Program, fn *program.Func) string {
	f := fn.File
	sig, ok := f.Info().TypeOf(s.Call.Fun).Underlying().(*types.Signature)
	if !ok {
		return ArgumentBinding // a conversion or a builtin
	}
	first := callee(f, s.Call)
	switch sel, selection := methodOf(f, s.Call.Fun); {
	case selection != nil && throughPointer(selection):
		return ArgumentBinding
	case selection == nil:
		s.bindOperand(p, fn, first)
	case first.deref:
		// p.m() means (*p).m(), which copies *p at the go statement.
		if len(selection.Index()) > 1 {
			return ArgumentBinding
		}
		s.addBinding(p, fn, first)
	case takesAddress(selection):
		// x.m() means (&x).m(): a copy of x would be another receiver.
		if _, isName := ast.Unparen(sel.X).(*ast.Ident); !isName {
			s.addBinding(p, fn, first)
			s.bind[len(s.bind)-1].addr = true
		}
	default:
		s.bindOperand(p, fn, first)
	}
	if results, ok := results(f, s.Call); ok {
		return s.bindResults(p, fn, sig, results)
	}
	for i := range s.Call.Args {
		s.bindOperand(p, fn, argument(f, sig, s.Call, i))
	}
	return ""
}

// results returns the results of the call that gives all arguments of a call, if there
// is one: f(g()).
func results(f *program.File, call *ast.CallExpr) (*types.Tuple, bool) {
	if len(call.Args) != 1 {
		return nil, false
	}
	tuple, ok := f.Info().TypeOf(call.Args[0]).(*types.Tuple)
	return tuple, ok
}

// bindResults binds the results of the call that gives all arguments, each to a name
// of its own.
func (s *Start) bindResults(p *program.Program, fn *program.Func, sig *types.Signature, results *types.Tuple) string {
	if IsNamed(results.At(0).Type(), "context", "Context") {
		return ArgumentBinding // the task may take its place
	}
	var list []string
	for i := range results.Len() {
		name := s.fresh(p, fn, ArgumentNames(sig, i, results.At(i)), list)
		list = append(list, name)
		s.separate(p, fn.File, name)
	}
	s.bind = append(s.bind, binding{name: strings.Join(list, ", "), expr: s.Call.Args[0], uses: s.Call.Args[0]})
	return ""
}

// callee returns the operand that a call calls: the receiver of a method, or the
// function.
func callee(f *program.File, call *ast.CallExpr) operand {
	sel, selection := methodOf(f, call.Fun)
	if selection == nil {
		return operand{expr: call.Fun, names: namesOf(call.Fun, "fn")}
	}
	others := []string{"receiver"}
	if name := TypeName(f.Info().TypeOf(sel.X)); name != anyName {
		others = []string{name, "receiver"}
	}
	return operand{sel.X, namesOf(sel.X, others...), copiesPointee(selection)}
}

// argument returns the operand that is an argument of a call.
func argument(f *program.File, sig *types.Signature, call *ast.CallExpr, index int) operand {
	arg := call.Args[index]
	value := types.NewParam(token.NoPos, nil, "", f.Info().TypeOf(arg))
	return operand{expr: arg, names: namesOf(arg, ArgumentNames(sig, index, value)...)}
}

// namesOf returns what a variable for an expression may be called: as what it names, or
// as others say. A copy of a variable is called like that, with a number.
func namesOf(e ast.Expr, others ...string) []string {
	name := expressionName(e)
	if _, isName := ast.Unparen(e).(*ast.Ident); isName {
		return []string{name}
	}
	if name != "" {
		return append([]string{name}, others...)
	}
	return others
}

// expressionName returns the name of the variable or field whose value or address an
// expression is, or "". What a call does, or what is received, is no name for a value.
func expressionName(e ast.Expr) string {
	switch e := ast.Unparen(e).(type) {
	case *ast.SelectorExpr:
		return lowerFirst(e.Sel.Name)
	case *ast.Ident:
		return lowerFirst(e.Name)
	case *ast.StarExpr:
		return expressionName(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return expressionName(e.X)
		}
	}
	return ""
}

// bindOperand binds an operand to a new variable, unless its value cannot change.
func (s *Start) bindOperand(p *program.Program, fn *program.Func, o operand) {
	if p.Stable(fn.File, o.expr) {
		return
	}
	if _, isLit := ast.Unparen(o.expr).(*ast.FuncLit); isLit {
		return
	}
	s.addBinding(p, fn, o)
}

func (s *Start) addBinding(p *program.Program, fn *program.Func, o operand) {
	name := s.fresh(p, fn, o.names, nil)
	s.bind = append(s.bind, binding{name: name, expr: o.expr, uses: o.expr, deref: o.deref})
	s.separate(p, fn.File, name)
}

// fresh returns the first of the names that is free, or else the first with a number.
func (s *Start) fresh(p *program.Program, fn *program.Func, names, taken []string) string {
	isFree := func(name string) bool { return !s.binds(name) && !slices.Contains(taken, name) }
	for _, name := range names {
		if isFree(name) && p.Fresh(fn, name) == name {
			return name
		}
	}
	base := names[0]
	name := p.Fresh(fn, base)
	for !isFree(name) {
		base += "2"
		name = p.Fresh(fn, base)
	}
	return name
}

// separate gives the bindings a block of their own if another go statement of the block,
// which finds the same names free, may bind name, too.
func (s *Start) separate(p *program.Program, f *program.File, name string) {
	for _, stmt := range program.StmtList(p.Parent(s.Stmt)) {
		if other, ok := stmt.(*ast.GoStmt); ok && other != s.Stmt && mayBind(p, f, other.Call, name) {
			s.block = true
		}
	}
}

// mayBind reports whether what another go statement binds may get a name that
// is made from the same one as name.
func mayBind(p *program.Program, f *program.File, call *ast.CallExpr, name string) bool {
	sig, ok := f.Info().TypeOf(call.Fun).Underlying().(*types.Signature)
	if _, isLit := ast.Unparen(call.Fun).(*ast.FuncLit); isLit || !ok {
		return false // binds its own parameters only, or nothing
	}
	list := []operand{callee(f, call)}
	if results, ok := results(f, call); ok {
		for i := range results.Len() {
			list = append(list, operand{expr: call.Args[0], names: ArgumentNames(sig, i, results.At(i))})
		}
	} else {
		for i := range call.Args {
			list = append(list, argument(f, sig, call, i))
		}
	}
	return slices.ContainsFunc(list, func(o operand) bool {
		return (o.deref || !p.Stable(f, o.expr)) &&
			slices.ContainsFunc(o.names, func(other string) bool { return withoutNumber(other) == withoutNumber(name) })
	})
}

func withoutNumber(name string) string { return strings.TrimRight(name, "0123456789") }
