package sharedstate

import (
	"go/ast"
	"go/types"
)

func (r *activation) selector(e *ast.SelectorExpr) value {
	sel := r.t.prog.info.Selections[e]
	if sel == nil { // a qualified identifier
		return r.ident(e.Sel)
	}
	switch sel.Kind() {
	case types.FieldVal:
		l, via, ok := r.place(e)
		return r.load(l, ok, e, via)
	case types.MethodVal:
		fn := sel.Obj().(*types.Func)
		recv := r.receiver(e, sel)
		if recv.dyn != nil && types.IsInterface(sel.Recv()) {
			fn = r.t.prog.method(recv.dyn, fn)
		}
		if fn == nil {
			return r.t.unknown()
		}
		v := r.t.declared(fn)
		if v.fn != nil {
			v.fn.recv, v.fn.bound = recv, true
		}
		return v
	}
	return r.t.unknown()
}

// method returns the method of a type that an interface's method calls.
func (p *program) method(typ types.Type, fn *types.Func) *types.Func {
	obj, _, _ := types.LookupFieldOrMethod(typ, true, fn.Pkg(), fn.Name())
	m, _ := obj.(*types.Func)
	return m
}

// receiver evaluates the receiver of a method: its address when the method wants
// a pointer.
func (r *activation) receiver(e *ast.SelectorExpr, sel *types.Selection) value {
	index := sel.Index()
	fn := sel.Obj().(*types.Func)
	_, wantsPtr := fn.Signature().Recv().Type().Underlying().(*types.Pointer)
	if len(index) == 1 {
		_, isPtr := r.typeOf(e.X).Underlying().(*types.Pointer)
		switch {
		case wantsPtr && !isPtr && !types.IsInterface(r.typeOf(e.X)):
			l, via, ok := r.place(e.X)
			if !ok {
				return r.t.unknown()
			}
			return r.address(l, via)
		case !wantsPtr && isPtr && !types.IsInterface(fn.Signature().Recv().Type()):
			p := r.eval(e.X)
			return r.load(p.to, p.to.obj != nil, e.X, p.via).as(p.to)
		}
		return r.eval(e.X)
	}
	l, via, typ, ok := r.fields(e.X, index[:len(index)-1])
	if !ok {
		return r.t.unknown()
	}
	_, isPtr := typ.Underlying().(*types.Pointer)
	switch {
	case wantsPtr && !isPtr:
		return r.address(l, via)
	case isPtr:
		r.access(l, e, read, via)
		v := r.get(l, typ)
		v.via = append(append(via[:len(via):len(via)], l), v.via...)
		if !wantsPtr && v.to.obj != nil && !types.IsInterface(fn.Signature().Recv().Type()) {
			r.access(v.to, e, read, v.via)
		}
		return v
	}
	r.access(l, e, read, via)
	v := r.get(l, typ)
	v.via = append(append(via[:len(via):len(via)], l), v.via...)
	return v
}
