package color

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// facade is a function that an earlier port has left as a facade:
//
//	func X(ctx context.Context, a A) B {
//		co, leave := aio.Enter(ctx)
//		defer leave()
//		return XCo(co, a)
//	}
//
// with XCo as the next declaration. Whoever holds a task calls XCo from now on.
type facade struct {
	fn, explicit *program.Func
	replaced     bool // the context that fn takes first is the task of explicit
	whole        bool // both are as they were written, so that one can take the other's place
}

// findFacades recognises the facades of earlier ports by the form in which
// addFacade writes them. One that differs is a function like any other: it may
// do something else besides.
func (p *Plan) findFacades() {
	p.facades, p.behind = map[*program.Func]*facade{}, map[*program.Func]*facade{}
	next := map[*program.File]*program.Func{}
	for i := len(p.prog.Funcs) - 1; i >= 0; i-- {
		fn := p.prog.Funcs[i]
		if fn.Decl == nil || fn.Obj == nil {
			continue
		}
		if explicit := next[fn.File]; explicit != nil {
			if f := p.facadeOf(fn, explicit); f != nil {
				p.facades[fn], p.behind[explicit] = f, f
			}
		}
		next[fn.File] = fn
	}
}

// facadeOf returns fn as a facade over the function declared behind it, or nil.
func (p *Plan) facadeOf(fn, explicit *program.Func) *facade {
	if fn.Body() == nil || explicit.Body() == nil || explicit.Decl.Name.Name != explicitName(fn) {
		return nil
	}
	entered := p.enteredAt(fn, len(helperStmts(fn)))
	list := fn.Body().List
	if entered == nil || entered.after != len(list)-1 {
		return nil
	}
	call := lastCall(list[entered.after], fn.Decl.Type.Results != nil)
	if call == nil || !callsBeside(fn, explicit, call) {
		return nil
	}
	params := fn.Signature().Params()
	own := explicit.Signature().Params()
	skip := params.Len() + 1 - own.Len()
	if skip < 0 || skip > 1 || len(call.Args) != own.Len() || !isName(call.Args[0], entered.co.Name) || own.At(0).Name() != entered.co.Name {
		return nil
	}
	if skip == 1 && (!isStdContext(params.At(0).Type()) || !isName(entered.arg, params.At(0).Name())) {
		return nil
	}
	for i := 1; i < own.Len(); i++ {
		v := params.At(i - 1 + skip)
		if !isName(call.Args[i], v.Name()) || own.At(i).Name() != v.Name() || !sameType(own.At(i).Type(), v.Type()) {
			return nil
		}
	}
	if fn.Signature().Variadic() != explicit.Signature().Variadic() || fn.Signature().Variadic() != call.Ellipsis.IsValid() {
		return nil
	}
	return &facade{fn: fn, explicit: explicit, replaced: skip == 1, whole: isWhole(fn, explicit)}
}

// lastCall returns the call that a facade ends with.
func lastCall(stmt ast.Stmt, results bool) *ast.CallExpr {
	var x ast.Expr
	switch stmt := stmt.(type) {
	case *ast.ReturnStmt:
		if results && len(stmt.Results) == 1 {
			x = stmt.Results[0]
		}
	case *ast.ExprStmt:
		if !results {
			x = stmt.X
		}
	}
	call, _ := x.(*ast.CallExpr)
	return call
}

// callsBeside reports whether fn's call calls explicit: on the same receiver,
// if they are methods.
func callsBeside(fn, explicit *program.Func, call *ast.CallExpr) bool {
	callee, _ := typeutil.Callee(fn.File.Info(), call).(*types.Func)
	if callee == nil || callee.Origin().Pos() != explicit.Obj.Pos() || (fn.Decl.Recv == nil) != (explicit.Decl.Recv == nil) {
		return false
	}
	if fn.Decl.Recv == nil {
		if !sameTypeParams(fn, explicit) || !repeatsTypeArgs(fn, call.Fun) {
			return false
		}
		_, ok := rule.WithoutTypes(call.Fun).(*ast.Ident)
		return ok
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && len(fn.Decl.Recv.List[0].Names) == 1 && isName(sel.X, fn.Decl.Recv.List[0].Names[0].Name) &&
		fn.File.Text(fn.Decl.Recv) == explicit.File.Text(explicit.Decl.Recv)
}

// sameTypeParams reports whether two functions have type parameters that are written alike.
func sameTypeParams(fn, explicit *program.Func) bool {
	a, b := fn.Decl.Type.TypeParams, explicit.Decl.Type.TypeParams
	if a == nil || b == nil {
		return a == b
	}
	return fn.File.Text(a) == explicit.File.Text(b)
}

// repeatsTypeArgs reports whether what a generic function calls is given the function's own
// type parameters, or is left to find them.
func repeatsTypeArgs(fn *program.Func, fun ast.Expr) bool {
	switch fun := ast.Unparen(fun).(type) {
	case *ast.IndexExpr, *ast.IndexListExpr:
		return fn.Decl.Type.TypeParams != nil && strings.HasSuffix(fn.File.Text(fun), typeArgs(fn))
	}
	return true
}

// sameType reports whether two types are the same, where type parameters of the same name
// are: those of a facade and of its explicit function are written alike.
func sameType(a, b types.Type) bool {
	return types.Identical(a, b) || types.TypeString(a, nil) == types.TypeString(b, nil)
}

// isWhole reports whether nothing but the comment that addFacade writes stands
// between the bodies of a facade and of its explicit function.
func isWhole(fn, explicit *program.Func) bool {
	doc := explicit.Decl.Doc
	if doc == nil || len(doc.List) != 1 || doc.List[0].Text != facadeComment(fn) {
		return false
	}
	for _, group := range fn.File.AST.Comments {
		if group != doc && group.Pos() > fn.Body().Lbrace && group.End() < explicit.Body().Lbrace {
			return false
		}
	}
	return true
}

// facadeComment is the comment of the function behind a facade.
func facadeComment(fn *program.Func) string {
	return "// " + explicitName(fn) + " is " + fn.Decl.Name.Name + " for a caller that has a task."
}

func isName(x ast.Expr, name string) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == name && name != "_"
}

// entered is how a function enters the loop at its top.
type entered struct {
	co    *ast.Ident
	arg   ast.Expr // the context it enters with
	first ast.Stmt // the call of Enter
	last  ast.Stmt // the deferred leave
	after int      // the index of the statement behind
}

// enteredAt returns how fn enters the loop in the statements at index i, in the
// form in which enterText writes it, or nil.
func (p *Plan) enteredAt(fn *program.Func, i int) *entered {
	list := fn.Body().List
	if len(list) < i+2 {
		return nil
	}
	assign, ok := list[i].(*ast.AssignStmt)
	if !ok || assign.Tok != token.DEFINE || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 {
		return nil
	}
	call, ok := assign.Rhs[0].(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return nil
	}
	callee, _ := typeutil.Callee(fn.File.Info(), call).(*types.Func)
	if callee == nil || callee.Pkg() == nil || callee.Pkg().Path() != p.RuntimePath || callee.Name() != "Enter" {
		return nil
	}
	stmt, ok := list[i+1].(*ast.DeferStmt)
	co, isIdent := assign.Lhs[0].(*ast.Ident)
	leave, isLeave := assign.Lhs[1].(*ast.Ident)
	if !ok || !isIdent || !isLeave || len(stmt.Call.Args) != 0 || !isName(stmt.Call.Fun, leave.Name) {
		return nil
	}
	return &entered{co: co, arg: call.Args[0], first: assign, last: stmt, after: i + 2}
}

// keepFacades keeps the facades that cannot be undone although their signatures
// may change: someone names the explicit function who cannot be edited, or the
// form of the two does not allow it.
func (cs *classes) keepFacades() {
	for _, fn := range cs.plan.prog.Funcs {
		f := cs.plan.facades[fn]
		if f == nil || !cs.of(fn).changes() {
			continue
		}
		if !f.whole || len(cs.of(f.explicit).methods) > 0 || cs.plan.frozenUse(f.explicit) ||
			cs.plan.prog.NamedElsewhere(fn.File, f.explicit.Decl.Name.Name) || cs.plan.survey.minds[f.explicit] {
			cs.keep(fn, "a facade")
		}
	}
	// The signatures of a class change together: either the task takes the
	// place of the context in all of them or in none.
	for _, fn := range cs.plan.prog.Funcs {
		f := cs.plan.facades[fn]
		if f != nil && cs.of(fn).changes() && cs.plan.replacesAll(cs.of(fn)) != f.replaced {
			cs.keep(fn, "a facade")
		}
	}
}

// frozenUse reports whether a file that must not be edited names fn.
func (p *Plan) frozenUse(fn *program.Func) bool {
	for _, id := range p.prog.Uses(fn.Obj) {
		if p.frozen[p.prog.FileAt(id.Pos())] != "" {
			return true
		}
	}
	return false
}

// undone reports whether fn is the function behind a facade that goes away.
func (p *Plan) undone(fn *program.Func) bool {
	f := p.behind[fn]
	return f != nil && p.ModeOf(f.fn) == Param
}

// undoFacade makes a facade and the function behind it one again, which takes
// the task: what addFacade has inserted goes away.
func (p *Plan) undoFacade(ed *rule.Editor, f *facade) {
	ed.Supersede(f.fn.Body().Lbrace, f.explicit.Body().Lbrace, "")
	for _, id := range p.prog.Uses(f.explicit.Obj) {
		if id.Pos() != f.explicit.Obj.Pos() && !within(id, f.fn.Body()) {
			ed.ReplaceNode(id, f.fn.Decl.Name.Name)
		}
	}
	p.editSignature(ed, f.fn)
}

func within(n, outer ast.Node) bool { return outer.Pos() <= n.Pos() && n.End() <= outer.End() }

// Withdrawn returns the comments of a file that go away with what they are
// about: those that an earlier port has written above explicit functions.
func (p *Plan) Withdrawn(file string) []string {
	var list []string
	for _, fn := range p.prog.Funcs {
		if p.behind[fn] != nil && fn.File.Rel == file && p.undone(fn) {
			list = append(list, fn.Decl.Doc.List[0].Text)
		}
	}
	return list
}
