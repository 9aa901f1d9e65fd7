package sharedstate

import (
	"go/ast"
	"go/types"
)

func (r *activation) index(e *ast.IndexExpr) value {
	typ := r.typeOf(e.X)
	if typ == nil {
		return r.t.unknown()
	}
	switch typ.Underlying().(type) {
	case *types.Signature:
		return r.eval(e.X)
	case *types.Map:
		m := r.eval(e.X)
		k := r.eval(e.Index)
		return r.content(e, m, k)
	case *types.Basic:
		r.eval(e.X)
		r.eval(e.Index)
		return r.t.unknown()
	}
	l, via, ok := r.place(e)
	return r.load(l, ok, e, via)
}

// content reads an element of a map.
func (r *activation) content(e *ast.IndexExpr, m, k value) value {
	typ := r.typeOf(e)
	if tuple, ok := typ.(*types.Tuple); ok {
		typ = tuple.At(0).Type()
	}
	if m.to.obj == nil {
		return r.t.fresh(typ)
	}
	r.contents(m, e.X, read)
	var key string
	switch {
	case k.con != nil:
		key = k.con.ExactString()
	case k.known() && k.sym != 0:
		key = k.step(0)
	default:
		return r.t.fresh(typ)
	}
	v := r.get(m.to.part("{"+key+"}"), typ)
	v.via = append(m.via[:len(m.via):len(m.via)], m.to.part("{}"))
	return v
}

// contents notes a use of a map.
func (r *activation) contents(m value, e ast.Expr, how role) {
	if m.to.obj == nil {
		return
	}
	l := m.to.part("{}")
	l.last = lastOf(r.t.prog, e)
	if a := r.access(l, e, how, m.via); a != nil && a.what == "" {
		a.what = " (a map)"
	}
}

func (r *activation) slice(e *ast.SliceExpr) value {
	typ := r.typeOf(e.X)
	var v value
	if arr, ok := typ.Underlying().(*types.Array); ok {
		l, via, ok := r.place(e.X)
		if !ok {
			return r.t.fresh(r.typeOf(e))
		}
		v = r.address(l, via)
		v.n, v.room = int(arr.Len()), int(arr.Len())
	} else {
		v = r.eval(e.X)
		if p, ok := typ.Underlying().(*types.Pointer); ok {
			if arr, ok := p.Elem().Underlying().(*types.Array); ok {
				v.n, v.room = int(arr.Len()), int(arr.Len())
			}
		}
	}
	low, lowOK := 0, true
	if e.Low != nil {
		low, lowOK = r.eval(e.Low).index()
	}
	high, highOK := v.n, true
	var top value
	if e.High != nil {
		top = r.eval(e.High)
		high, highOK = top.index()
	}
	if e.Max != nil {
		r.eval(e.Max)
	}
	switch {
	case v.to.obj == nil || low == 0 && lowOK && e.High == nil && e.Max == nil:
		return v
	case !lowOK || !highOK || v.n < 0 || high < low || e.Max != nil:
		w := r.t.fresh(r.typeOf(e)) // a part that cannot be compared with others
		w.via = v.via
		if low == 0 && lowOK && e.Max == nil {
			w.guess = sliced(top)
		}
		return w
	}
	v.off, v.n, v.part = v.off+low, high-low, true
	if v.room >= 0 {
		v.room -= low
	}
	return v
}
