package partners

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/lockheld/assign"
)

// object returns the variable, field or function that an expression has its value from,
// nil if there is none.
func (p *Partners) object(e ast.Expr) types.Object {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return origin(p.info.ObjectOf(e))
	case *ast.SelectorExpr:
		if sel, ok := p.info.Selections[e]; ok && sel.Kind() == types.MethodVal {
			return p.receiver(e, sel)
		}
		return origin(p.info.Uses[e.Sel])
	case *ast.UnaryExpr: // &x, <-x
		return p.object(e.X)
	case *ast.StarExpr:
		return p.object(e.X)
	case *ast.IndexExpr:
		return p.object(e.X)
	case *ast.SliceExpr:
		return p.object(e.X)
	case *ast.TypeAssertExpr:
		return p.object(e.X)
	case *ast.CallExpr:
		return p.result(e)
	}
	return nil
}

// receiver returns what a method is called on: the embedded field that has it, if it is
// promoted.
func (p *Partners) receiver(e *ast.SelectorExpr, sel *types.Selection) types.Object {
	obj, t := p.object(e.X), sel.Recv()
	index := sel.Index()
	for _, i := range index[:len(index)-1] {
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return nil
		}
		obj, t = st.Field(i).Origin(), st.Field(i).Type()
	}
	return obj
}

// result returns what stands for the result of a call.
func (p *Partners) result(call *ast.CallExpr) types.Object {
	if tv := p.info.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
		return p.object(call.Args[0])
	}
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if b, ok := p.info.Uses[id].(*types.Builtin); ok {
			if b.Name() == "append" {
				return p.object(call.Args[0])
			}
			return nil
		}
	}
	if fn := typeutil.StaticCallee(p.info, call); fn != nil && fn.Pkg() == p.pkg {
		return fn.Origin()
	}
	return nil
}

// origin returns the variable of the generic type for that of an instance.
func origin(obj types.Object) types.Object {
	switch obj := obj.(type) {
	case *types.Var:
		return obj.Origin()
	case *types.Func:
		return obj.Origin()
	}
	return nil
}

// join joins what gets its value from each other in a file, and notes what other
// packages get or give.
func (p *Partners) join(file *ast.File) {
	assign.Each(p.info, file, func(target, value ast.Expr) {
		if value != nil {
			p.give(p.object(target), value)
		}
	})
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			p.signature(n)
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if e != nil {
					p.give(p.object(e), n.X)
				}
			}
		case *ast.SendStmt:
			p.give(p.object(n.Chan), n.Value)
		case *ast.CallExpr:
			p.arguments(n)
		case *ast.Ident:
			if v, ok := p.info.Defs[n].(*types.Var); ok && v.Exported() && (v.IsField() || v.Parent() == p.pkg.Scope()) && holds(v.Type()) {
				p.shared[v] = true
			}
		}
		return true
	})
}

// give says that obj, or an element of it, gets the value of e.
func (p *Partners) give(obj types.Object, e ast.Expr) {
	if t := p.info.TypeOf(e); obj == nil || t == nil || !holds(t) {
		return
	}
	p.union(obj, p.object(e))
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		if id, ok := ast.Unparen(e.Fun).(*ast.Ident); ok && id.Name == "append" {
			for _, arg := range e.Args[1:] {
				p.give(obj, arg)
			}
		}
	case *ast.CompositeLit:
		for _, elt := range e.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				elt = kv.Value
			}
			p.give(obj, elt)
		}
	}
}

// arguments joins parameters with what a call hands to them.
func (p *Partners) arguments(call *ast.CallExpr) {
	fn := typeutil.StaticCallee(p.info, call)
	if fn == nil || fn.Pkg() != p.pkg {
		return
	}
	params := fn.Origin().Signature().Params()
	for i, arg := range call.Args {
		if n := params.Len(); n > 0 {
			p.give(params.At(min(i, n-1)), arg)
		}
	}
}

// signature notes what other packages give to a function and get from it.
func (p *Partners) signature(decl *ast.FuncDecl) {
	fn, ok := p.info.Defs[decl.Name].(*types.Func)
	if !ok || decl.Body == nil {
		return
	}
	known := fn.Exported() && p.pkg.Name() != "main"
	sig := fn.Signature()
	if known {
		for v := range sig.Params().Variables() {
			if holds(v.Type()) {
				p.shared[v], p.lent[v] = true, true
			}
		}
		p.shared[fn] = true
	}
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			for _, e := range n.Results {
				p.give(fn, e)
			}
		}
		return true
	})
	for v := range sig.Results().Variables() {
		if v.Name() != "" && holds(v.Type()) {
			p.union(fn, v)
		}
	}
}

// holds reports whether a value of type t is a channel, a group or a condition, or holds
// such as elements.
func holds(t types.Type) bool {
	for range 4 {
		switch u := types.Unalias(t).(type) {
		case *types.Named:
			if isGroup(u) {
				return true
			}
			t = u.Underlying()
		case *types.Pointer:
			t = u.Elem()
		case *types.Slice:
			t = u.Elem()
		case *types.Array:
			t = u.Elem()
		case *types.Map:
			t = u.Elem()
		case *types.Chan:
			return true
		default:
			return false
		}
	}
	return false
}

// isGroup reports whether a type is one of which a method Wait waits for others.
func isGroup(t *types.Named) bool {
	if t.Obj().Pkg() == nil {
		return false
	}
	switch t.Obj().Pkg().Path() + "." + t.Obj().Name() {
	case "sync.WaitGroup", "sync.Cond", "golang.org/x/sync/errgroup.Group":
		return true
	}
	return false
}
