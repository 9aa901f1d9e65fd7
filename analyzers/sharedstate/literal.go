package sharedstate

import (
	"go/ast"
	"go/constant"
	"go/types"
)

// literal evaluates a composite literal into an object of its own; the value
// refers to it, as that of a pointer, or holds it.
func (r *activation) literal(e *ast.CompositeLit) value {
	typ := r.typeOf(e)
	if p, ok := typ.Underlying().(*types.Pointer); ok { // an element &T{} without its type
		typ = p.Elem()
	}
	o := r.t.newObject(nil)
	o.made = e.Pos()
	l := loc{obj: o}
	v := value{to: l, n: -1, room: -1}
	next := 0
	for _, el := range e.Elts {
		kv, keyed := el.(*ast.KeyValueExpr)
		switch u := typ.Underlying().(type) {
		case *types.Struct:
			var f *types.Var
			x := el
			if keyed {
				f, _ = r.t.prog.info.ObjectOf(kv.Key.(*ast.Ident)).(*types.Var)
				x = kv.Value
			} else if next < u.NumFields() {
				f = u.Field(next)
			}
			if w := r.eval(x); f != nil {
				r.put(l.field(f), f.Type(), r.convert(w, r.typeOf(x), f.Type()))
			}
		case *types.Map:
			if keyed {
				k := r.eval(kv.Key)
				w := r.eval(kv.Value)
				if k.con != nil {
					r.put(l.part("{"+k.con.ExactString()+"}"), u.Elem(), r.convert(w, r.typeOf(kv.Value), u.Elem()))
				}
			}
		default:
			x := el
			if keyed {
				next, _ = r.eval(kv.Key).index()
				x = kv.Value
			}
			w := r.eval(x)
			step := value{con: constant.MakeInt64(int64(next))}.step(0)
			r.put(l.part(step), r.typeOf(x), w)
		}
		next++
	}
	if _, ok := typ.Underlying().(*types.Slice); ok {
		v.n, v.room = next, next
	}
	return v
}
