package yieldpoint

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// maxResolve bounds how far a value is followed through variables.
const maxResolve = 6

// funcValue returns what calling the expression's value may run.
func (s *state) funcValue(e ast.Expr) callable { return s.follow(e, maxResolve) }

func (s *state) follow(e ast.Expr, fuel int) callable {
	e = ast.Unparen(e)
	if s.declaredSafe(e) {
		return callable{}
	}
	if fuel == 0 {
		return unresolved(catalog.Dyn, "function value "+types.ExprString(e))
	}
	switch x := e.(type) {
	case *ast.FuncLit:
		if n := s.byLit[x]; n != nil {
			return callable{targets: []target{{name: n.name, node: n, sig: n.sig, hard: true}}}
		}
	case *ast.Ident:
		return s.object(s.info.ObjectOf(x), e, fuel)
	case *ast.SelectorExpr:
		return s.selector(x, fuel)
	case *ast.IndexExpr:
		if s.instantiates(x.X) {
			return s.follow(x.X, fuel-1)
		}
		return s.element(x.X, e, fuel)
	case *ast.IndexListExpr:
		return s.follow(x.X, fuel-1)
	case *ast.CallExpr:
		if tv := s.info.Types[x.Fun]; tv.IsType() && len(x.Args) == 1 {
			return s.follow(x.Args[0], fuel-1)
		}
		return s.returned(x, fuel)
	}
	return unresolved(catalog.Dyn, "function value "+types.ExprString(e))
}

// instantiates reports whether indexing x instantiates a generic function.
func (s *state) instantiates(x ast.Expr) bool {
	sig, ok := s.info.TypeOf(x).(*types.Signature)
	return ok && sig.TypeParams().Len() > 0
}

func (s *state) object(obj types.Object, e ast.Expr, fuel int) callable {
	switch obj := obj.(type) {
	case *types.Nil:
		return callable{}
	case *types.Func:
		return s.function(obj)
	case *types.Var:
		if c, ok := s.assumedCall(obj, variableName(obj, nil)); ok {
			return c
		}
		if c, ok := s.variableValue(obj, e, fuel); ok {
			return c
		}
		if obj.Pkg() != nil && s.catalogued(obj.Pkg()) {
			return callable{}
		}
	}
	if obj == nil {
		return callable{} // a type error; the compiler reports it
	}
	return unresolved(catalog.Dyn, "function value "+types.ExprString(e))
}

// selector resolves a method value, a method expression, a field or a
// qualified identifier.
func (s *state) selector(x *ast.SelectorExpr, fuel int) callable {
	sel := s.info.Selections[x]
	if sel == nil {
		if id, ok := x.X.(*ast.Ident); ok && id.Name == "C" && isCgo(s.info, id) {
			return cgoCall("C." + x.Sel.Name)
		}
		return s.object(s.info.Uses[x.Sel], x, fuel)
	}
	switch sel.Kind() {
	case types.MethodVal:
		return s.method(sel.Obj().(*types.Func), x.X)
	case types.MethodExpr:
		c := s.method(sel.Obj().(*types.Func), nil)
		c.shift = 1
		return c
	}
	if field, ok := sel.Obj().(*types.Var); ok {
		field = field.Origin()
		if c, ok := s.assumedCall(field, variableName(field, sel.Recv())); ok {
			return c
		}
		if c, ok := s.variableValue(field, x, fuel); ok {
			return c
		}
	}
	if named := namedOf(sel.Recv()); named != nil && named.Obj().Pkg() != nil && s.catalogued(named.Obj().Pkg()) {
		return callable{} // a callback field of a library type
	}
	return unresolved(catalog.Dyn, "function value "+types.ExprString(x))
}

// function resolves a function or a method of a concrete type.
func (s *state) function(fn *types.Func) callable {
	fn = fn.Origin()
	c, ok := s.functions[fn]
	if !ok {
		c = s.resolveFunction(fn)
		s.functions[fn] = c
	}
	return c
}

func (s *state) resolveFunction(fn *types.Func) callable {
	t := target{name: catalog.FuncName(fn), sig: fn.Signature(), hard: true}
	t.awaits = takesContext(t.sig)
	if isCgoName(fn.Name()) {
		return cgoCall(fn.Name())
	}
	if c, ok := s.assumedCall(fn, t.name); ok {
		return c
	}
	if n := s.byFunc[fn]; n != nil {
		t.node = n
		return callable{targets: []target{t}}
	}
	e, listed := catalog.Lookup(fn)
	runtime := fn.Pkg() != nil && isRuntime(fn.Pkg().Path())
	switch {
	case listed && (!t.awaits || runtime):
		t.entry = &e
	case s.catalogued(fn.Pkg()):
		return callable{}
	case t.awaits && (listed || runtime): // an entry of a ported module is of what it was
		t.kinds = catalog.SetOf(catalog.Await)
	default:
		t.summary = s.fact(fn.Pkg()).Find(t.name)
	}
	return callable{targets: []target{t}}
}

// catalogued reports whether the catalog alone speaks for what pkg declares: it is
// of the standard library, or of the language, and not the package under analysis.
func (s *state) catalogued(pkg *types.Package) bool {
	return pkg == nil || pkg != s.pass.Pkg && catalog.Std(pkg.Path())
}

// fact returns what is known of another package; empty if nothing is.
func (s *state) fact(pkg *types.Package) *Fact {
	f := s.facts[pkg]
	if f == nil {
		f = new(Fact)
		s.pass.ImportPackageFact(pkg, f)
		s.facts[pkg] = f
	}
	return f
}

// isLibraryCall reports whether x calls the standard library. The functions
// that it returns, such as a context's cancel, do not wait.
func (s *state) isLibraryCall(x *ast.CallExpr) bool {
	fn := s.staticCallee(x)
	return fn != nil && (s.catalogued(fn.Pkg()))
}

// declaredSafe reports whether the catalog says that values of the function
// type of e do not wait.
func (s *state) declaredSafe(e ast.Expr) bool {
	named, ok := types.Unalias(s.info.TypeOf(e)).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	entry, ok := catalog.LookupName(named.Obj().Pkg().Path() + "." + named.Obj().Name())
	return ok && entry.Kinds == 0
}
