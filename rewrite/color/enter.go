package color

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// enters reports whether fn enters the loop at its top.
func (p *Plan) enters(fn *program.Func) bool {
	if fn.Decl != nil {
		return p.ModeOf(fn) == Entry
	}
	return p.need[fn] && (p.roles[fn] == Foreign || fn.Parent == nil) && p.held(fn) == "" && p.unnamedTask(fn) == nil
}

// enterContext returns the context to enter with, as source text, and whether
// it needs package context.
func (p *Plan) enterContext(fn *program.Func) (text string, std bool) {
	if v := p.inherit[fn]; v != nil && v.name == p.name(fn) {
		return v.name, false // the body names it so already
	}
	params := fn.Signature().Params()
	for v := range params.Variables() {
		if isStdContext(v.Type()) && v.Name() != "" && v.Name() != "_" {
			return v.Name(), false
		}
	}
	for v := range params.Variables() {
		if v.Name() == "" || v.Name() == "_" || p.isCompared(v) || !p.isAsked(v) {
			continue
		}
		switch typeName(v.Type()) {
		case "net/http.Request":
			return v.Name() + ".Context()", false
		case "testing.T", "testing.B", "testing.F":
			if program.VersionAtLeast(fn.File, "go1.24") {
				return v.Name() + ".Context()", false
			}
		}
	}
	if fn.Lit != nil && fn.Parent != nil {
		if v := p.inherit[fn]; v != nil {
			return v.name, false
		}
		if p.Needs(fn.Parent) {
			return p.name(fn.Parent), false
		}
	}
	return "context.Background()", true
}

// isCompared reports whether code compares a variable: a pointer that is
// compared may be nil, so that nothing can be asked of it beforehand.
func (p *Plan) isCompared(v *types.Var) bool {
	for _, id := range p.prog.Uses(v) {
		if _, ok := p.prog.Parent(id).(*ast.BinaryExpr); ok {
			return true
		}
	}
	return false
}

// isAsked reports whether code asks something of a variable, which therefore is
// not nil: a test may call a handler without a request if it looks at none.
func (p *Plan) isAsked(v *types.Var) bool {
	for _, id := range p.prog.Uses(v) {
		if sel, ok := p.prog.Parent(id).(*ast.SelectorExpr); ok && sel.X == ast.Expr(id) {
			return true
		}
	}
	return false
}

// isEntered reports whether arg is the very context with which at's frame
// entered the loop, and nothing has changed it since.
func (p *Plan) isEntered(arg ast.Expr, at *program.Func) bool {
	owner := p.owner(at)
	if owner == nil || !p.enters(owner) {
		return false
	}
	if p.moves(owner) {
		return false
	}
	text, std := p.enterContext(owner)
	if std {
		return isBackground(owner.File, arg)
	}
	if owner.File.Text(arg) != text {
		return false
	}
	root := ast.Unparen(arg)
	if call, ok := root.(*ast.CallExpr); ok {
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		root = sel.X
	}
	id, ok := root.(*ast.Ident)
	if !ok {
		return false
	}
	obj, _ := owner.File.Info().ObjectOf(id).(*types.Var)
	if obj == nil || !isParamOf(obj, owner) {
		return false
	}
	for _, use := range p.prog.Uses(obj) {
		if _, set := p.setBy(use); set {
			return false
		}
	}
	return true
}

// moves reports whether the name of fn's task comes to stand for a context that
// is derived from the one with which fn entered the loop.
func (p *Plan) moves(fn *program.Func) bool {
	for _, v := range p.vars {
		if v.owner != fn || v.name != p.name(fn) {
			continue
		}
		if v.derive != nil {
			return true
		}
		for _, id := range p.prog.Uses(v.obj) {
			if _, set := p.setBy(id); set && id.Pos() != v.obj.Pos() {
				return true
			}
		}
	}
	return false
}

// namesEntered returns the statement x := ctx that declares obj as another name
// of the context with which fn entered the loop, if x is set to nothing but
// what is derived from a context; otherwise nil.
func (p *Plan) namesEntered(obj *types.Var, fn *program.Func) ast.Stmt {
	for _, v := range p.vars {
		if v.decl != nil && v.owner == p.owner(fn) {
			return nil // the task has taken the place of another one
		}
	}
	for _, id := range p.prog.Uses(obj) {
		if id.Pos() != obj.Pos() {
			continue
		}
		decl, ok := p.prog.Parent(id).(*ast.AssignStmt)
		if !ok || len(decl.Lhs) != 1 || len(decl.Rhs) != 1 || !p.isEntered(decl.Rhs[0], p.prog.Enclosing(decl)) {
			return nil
		}
		if stmt, _ := p.prog.Statement(decl); stmt != ast.Stmt(decl) || !p.onlyDerives(obj, p.owner(fn)) {
			return nil
		}
		return decl
	}
	return nil
}

// isBackground reports whether e is a context without deadline, cancellation
// or values: context.Background() or context.TODO().
func isBackground(f *program.File, e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, _ := typeutil.Callee(f.Info(), call).(*types.Func)
	return fn != nil && (fn.FullName() == "context.Background" || fn.FullName() == "context.TODO")
}

func isParamOf(obj *types.Var, fn *program.Func) bool {
	for v := range fn.Signature().Params().Variables() {
		if program.Same(v, obj) {
			return true
		}
	}
	return false
}

// typeName returns the qualified name behind a pointer type, or "".
func typeName(t types.Type) string {
	named, ok := types.Unalias(deref(t)).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return ""
	}
	return named.Obj().Pkg().Path() + "." + named.Obj().Name()
}

// contextPackage returns the name under which a file can use package context: another
// one where something else is called context in front of an entry. A file that
// imports the package has one name for all of them.
func (p *Plan) contextPackage(f *program.File) string {
	info := f.Info()
	for _, spec := range f.AST.Imports {
		if name := info.PkgNameOf(spec); name != nil && name.Imported().Path() == "context" && name.Name() != "_" && name.Name() != "." {
			return name.Name()
		}
	}
	for _, fn := range p.prog.Funcs {
		if fn.File != f || p.ModeOf(fn) != Split && !p.enters(fn) {
			continue
		}
		at := entryPos(fn)
		if _, obj := rule.Innermost(f, at).LookupParent("context", at); obj != nil {
			return "stdcontext"
		}
	}
	return "context"
}

// entryPos is where the statements go that enter the loop: at the top of a function, in a
// test behind what has to come first.
func entryPos(fn *program.Func) token.Pos {
	body := fn.Body()
	if n := prologue(fn); n > 0 {
		return body.List[n-1].End()
	}
	return body.Lbrace + 1
}
