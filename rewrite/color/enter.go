package color

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
)

// enters reports whether fn enters the loop at its top.
func (p *Plan) enters(fn *program.Func) bool {
	if fn.Decl != nil {
		return p.ModeOf(fn) == Entry
	}
	return p.need[fn] && (p.roles[fn] == Foreign || fn.Parent == nil) && p.held(fn) == ""
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
		if v.Name() == "" || v.Name() == "_" {
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

// isEntered reports whether arg is the very context with which at's frame
// entered the loop, and nothing has changed it since.
func (p *Plan) isEntered(arg ast.Expr, at *program.Func) bool {
	owner := p.owner(at)
	if owner == nil || !p.enters(owner) {
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
