package sharedstate

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// env says what the parameters of an inlined function stand for in the frame
// at which the trace began.
type env struct {
	paths map[*types.Var]lockset.Path
	funcs map[*types.Var]closure
}

// closure is a function value: a body and the environment it was made in.
type closure struct {
	body ast.Node
	env  *env
	// recv is the path of the receiver that a method value holds.
	recv  lockset.Path
	bound bool
}

// absolute returns the path as the frame of the trace sees it; false when it begins
// at a variable of an inlined function that no one else sees.
func (t *tracer) absolute(p lockset.Path, e *env) (lockset.Path, bool) {
	if q, ok := e.paths[p.Root]; ok {
		return q.Join(p), true
	}
	return p, t.shared(p.Root)
}

// shared reports whether v is a package variable, or a variable of the frame at
// which the trace began or of a function around it.
func (t *tracer) shared(v *types.Var) bool {
	if v == nil || v.Pkg() == nil {
		return false
	}
	if v.Parent() == v.Pkg().Scope() {
		return true
	}
	if v.Pkg() != t.prog.pass.Pkg {
		return false
	}
	home := t.prog.bodyAt(v.Pos())
	for b := t.frame; b != nil; b = t.prog.outer[b] {
		if b == home {
			return true
		}
	}
	return false
}

// resolve returns the body that calling e runs, if the package says which.
func (t *tracer) resolve(e ast.Expr, in *env) (closure, bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.FuncLit:
		return closure{body: e, env: in}, true
	case *ast.Ident:
		if v := t.prog.variable(e); v != nil {
			if c, ok := in.funcs[v]; ok {
				return c, true
			}
			if lit, ok := t.prog.values[v].(*ast.FuncLit); ok {
				return closure{body: lit, env: in}, true
			}
			return closure{}, false
		}
		return t.declared(t.prog.info.Uses[e], lockset.Path{}, false)
	case *ast.SelectorExpr:
		fn, ok := t.prog.info.Uses[e.Sel].(*types.Func)
		if !ok {
			return closure{}, false
		}
		var recv lockset.Path
		bound := false
		if rv := fn.Signature().Recv(); rv != nil && isReference(rv.Type()) {
			if p, ok := t.prog.locks.Receiver(e); ok {
				recv, bound = t.absolute(p, in)
			}
		}
		return t.declared(fn, recv, bound)
	case *ast.IndexExpr:
		return t.resolve(e.X, in)
	}
	return closure{}, false
}

func (t *tracer) declared(obj types.Object, recv lockset.Path, bound bool) (closure, bool) {
	fn, ok := obj.(*types.Func)
	if !ok {
		return closure{}, false
	}
	decl, ok := t.prog.decls[fn.Origin()]
	return closure{body: decl, env: &env{}, recv: recv, bound: bound}, ok
}

// handler returns the ServeHTTP method of a value of a type of this package.
func (t *tracer) handler(e ast.Expr, in *env) (closure, bool) {
	obj, _, _ := types.LookupFieldOrMethod(t.prog.info.TypeOf(e), true, t.prog.pass.Pkg, "ServeHTTP")
	p, ok := t.prog.locks.Path(e)
	if ok {
		p, ok = t.absolute(p, in)
	}
	return t.declared(obj, p, ok)
}

// enter returns the environment in which a closure runs when it is called with
// the arguments of call, which may be nil.
func (t *tracer) enter(c closure, call *ast.CallExpr, in *env) *env {
	e := &env{paths: make(map[*types.Var]lockset.Path), funcs: make(map[*types.Var]closure)}
	if c.env != nil {
		for v, p := range c.env.paths {
			e.paths[v] = p
		}
		for v, f := range c.env.funcs {
			e.funcs[v] = f
		}
	}
	sig := signature(t.prog.info, c.body)
	if sig == nil {
		return e
	}
	if r := sig.Recv(); r != nil && c.bound && t.prog.assigned[r] == 0 {
		e.paths[r] = c.recv
	}
	if call == nil {
		return e
	}
	for i := range sig.Params().Len() {
		if i < len(call.Args) && !(sig.Variadic() && i == sig.Params().Len()-1) {
			t.bind(e, sig.Params().At(i), call.Args[i], in)
		}
	}
	return e
}

// bind notes what a parameter stands for; nothing if the function gives it
// another value.
func (t *tracer) bind(e *env, param *types.Var, arg ast.Expr, in *env) {
	if t.prog.assigned[param] > 0 {
		return
	}
	if _, ok := param.Type().Underlying().(*types.Signature); ok {
		if c, ok := t.resolve(arg, in); ok {
			e.funcs[param] = c
		}
		return
	}
	if !isReference(param.Type()) {
		return
	}
	if p, ok := t.prog.locks.Path(arg); ok {
		if q, ok := t.absolute(p, in); ok {
			e.paths[param] = q
		}
	}
}

// isReference reports whether a copy of a value of type t refers to the same
// data.
func isReference(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Chan:
		return true
	}
	return false
}

// callee returns the declared function that a call names, or nil.
func (p *program) callee(call *ast.CallExpr) *types.Func {
	fn, _ := typeutil.Callee(p.info, call).(*types.Func)
	return fn
}
