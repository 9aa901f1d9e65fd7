package sharedstate

import (
	"go/ast"
	"go/types"
)

// place evaluates an expression that denotes a variable up to the variable itself,
// which it does not read. It returns what was read on the way; false when the variable
// is not known.
func (r *activation) place(e ast.Expr) (loc, []loc, bool) {
	if r.s == nil {
		return loc{}, nil, false
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.place(e.X)
	case *ast.Ident:
		if v, ok := r.t.prog.info.ObjectOf(e).(*types.Var); ok {
			return loc{obj: r.variable(v), last: v}, nil, true
		}
	case *ast.SelectorExpr:
		sel := r.t.prog.info.Selections[e]
		if sel == nil {
			return r.place(e.Sel)
		}
		if sel.Kind() == types.FieldVal {
			l, via, _, ok := r.fields(e.X, sel.Index())
			return l, via, ok
		}
	case *ast.StarExpr:
		p := r.eval(e.X)
		l := p.to
		l.last = lastOf(r.t.prog, e.X)
		return l, p.via, p.to.obj != nil
	case *ast.IndexExpr:
		return r.element(e)
	}
	v := r.eval(e) // a struct or array that is no variable
	return v.to, v.via, v.to.obj != nil
}

// fields returns the field that the indexes lead to from the operand of a selector.
func (r *activation) fields(x ast.Expr, index []int) (loc, []loc, types.Type, bool) {
	typ := r.typeOf(x)
	var l loc
	var via []loc
	ok := true
	if _, isPtr := typ.Underlying().(*types.Pointer); isPtr {
		v := r.eval(x)
		l, via, ok = v.to, v.via, v.to.obj != nil
		typ = typ.Underlying().(*types.Pointer).Elem()
	} else {
		l, via, ok = r.place(x)
	}
	for i, n := range index {
		if p, isPtr := typ.Underlying().(*types.Pointer); isPtr && i > 0 {
			if !ok {
				return loc{}, nil, nil, false
			}
			r.access(l, x, read, via)
			via = append(via[:len(via):len(via)], l)
			v := r.get(l, typ)
			l, ok = v.to, v.to.obj != nil
			typ = p.Elem()
		}
		st, isStruct := typ.Underlying().(*types.Struct)
		if !isStruct || !ok {
			return loc{}, nil, nil, false
		}
		l, typ = l.field(st.Field(n)), st.Field(n).Type()
	}
	return l, via, typ, ok
}

// element returns the place of an element of an array or slice.
func (r *activation) element(e *ast.IndexExpr) (loc, []loc, bool) {
	typ := r.typeOf(e.X)
	var l loc
	var via []loc
	ok := true
	off := 0
	switch typ.Underlying().(type) {
	case *types.Array:
		l, via, ok = r.place(e.X)
	case *types.Slice, *types.Pointer:
		v := r.eval(e.X)
		l, via, off, ok = v.to, v.via, v.off, v.to.obj != nil
	case *types.Map:
		v := r.index(e) // a copy
		return v.to, v.via, v.to.obj != nil
	default:
		r.eval(e.X)
		r.eval(e.Index)
		return loc{}, nil, false
	}
	i := r.eval(e.Index)
	step := i.step(off)
	if !ok || step == "" {
		return loc{}, nil, false
	}
	l = l.part(step)
	if last := lastOf(r.t.prog, e.X); last != nil {
		l.last = last
	}
	return l, append(via[:len(via):len(via)], i.via...), true
}
