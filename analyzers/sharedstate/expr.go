package sharedstate

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

func (r *activation) typeOf(e ast.Expr) types.Type { return r.t.prog.info.TypeOf(e) }

// eval evaluates an expression: its accesses and calls happen, in their order.
func (r *activation) eval(e ast.Expr) value {
	if r.s == nil || e == nil {
		return value{n: -1, room: -1}
	}
	tv := r.t.prog.info.Types[e]
	if tv.Value != nil {
		return value{con: tv.Value, n: -1, room: -1}
	}
	if tv.IsNil() {
		return value{con: null, n: -1, room: -1}
	}
	if tv.IsType() {
		return value{n: -1, room: -1}
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.eval(e.X)
	case *ast.Ident:
		return r.ident(e)
	case *ast.SelectorExpr:
		return r.selector(e)
	case *ast.IndexExpr:
		return r.index(e)
	case *ast.IndexListExpr:
		return r.eval(e.X)
	case *ast.StarExpr:
		l, via, ok := r.place(e)
		return r.load(l, ok, e, via)
	case *ast.SliceExpr:
		return r.slice(e)
	case *ast.UnaryExpr:
		return r.unary(e)
	case *ast.BinaryExpr:
		return r.binary(e)
	case *ast.CallExpr:
		return r.call(e)
	case *ast.CompositeLit:
		return r.literal(e)
	case *ast.FuncLit:
		for _, v := range r.t.prog.captured(e) {
			r.variable(v).leaked = true
		}
		return value{fn: &closure{body: ast.Node(e), env: r.env}, n: -1, room: -1}
	case *ast.TypeAssertExpr:
		return r.assertion(e)
	}
	return r.t.unknown()
}

// load reads the variable that e denotes.
func (r *activation) load(l loc, ok bool, e ast.Expr, via []loc) value {
	typ := r.typeOf(e)
	if !ok {
		return r.t.fresh(typ)
	}
	r.access(l, e, read, via)
	v := r.get(l, typ)
	if l.obj.leaked {
		via = append(via[:len(via):len(via)], l)
	}
	v.via = append(via[:len(via):len(via)], v.via...)
	return v
}

func (r *activation) ident(e *ast.Ident) value {
	switch obj := r.t.prog.info.ObjectOf(e).(type) {
	case *types.Var:
		return r.load(loc{obj: r.variable(obj), last: obj}, true, e, nil)
	case *types.Func:
		return r.t.declared(obj)
	}
	return value{n: -1, room: -1}
}

// declared returns the value of a function's name.
func (t *tracer) declared(fn *types.Func) value {
	if decl, ok := t.prog.decls[fn.Origin()]; ok {
		return value{fn: &closure{body: ast.Node(decl)}, n: -1, room: -1}
	}
	return t.unknown()
}

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

// address returns a pointer to the variable at l.
func (r *activation) address(l loc, via []loc) value {
	l.obj.leaked = true
	return value{to: l, n: -1, room: -1, via: via}
}

// as returns v, where large as what is stored at l.
func (v value) as(l loc) value {
	if v.to.obj == nil {
		v.to = l
	}
	return v
}

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
	at := m.to.part("{}")
	if k.con != nil {
		at = m.to.part("{" + k.con.ExactString() + "}")
	} else if !k.known() || k.sym == 0 {
		return r.t.fresh(typ)
	} else {
		at = m.to.part("{" + k.step(0) + "}")
	}
	v := r.get(at, typ)
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

// lastOf returns the variable or field that e ends in.
func lastOf(p *program, e ast.Expr) *types.Var {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, _ := p.info.ObjectOf(e).(*types.Var)
		return v
	case *ast.SelectorExpr:
		v, _ := p.info.ObjectOf(e.Sel).(*types.Var)
		return v
	case *ast.IndexExpr:
		return lastOf(p, e.X)
	case *ast.SliceExpr:
		return lastOf(p, e.X)
	case *ast.StarExpr:
		return lastOf(p, e.X)
	case *ast.UnaryExpr:
		return lastOf(p, e.X)
	}
	return nil
}

func (r *activation) unary(e *ast.UnaryExpr) value {
	switch e.Op {
	case token.AND:
		if lit, ok := ast.Unparen(e.X).(*ast.CompositeLit); ok {
			return r.literal(lit)
		}
		l, via, ok := r.place(e.X)
		if !ok {
			return r.t.fresh(r.typeOf(e))
		}
		return r.address(l, via)
	case token.ARROW:
		ch := r.eval(e.X)
		return r.receive(ch, e.X, r.typeOf(e))
	}
	v := r.eval(e.X)
	if v.con != nil && (e.Op == token.NOT && v.con.Kind() == constant.Bool || e.Op == token.SUB && v.con.Kind() == constant.Int) {
		return value{con: constant.UnaryOp(e.Op, v.con, 0), n: -1, room: -1}
	}
	return r.t.unknown()
}

func (r *activation) binary(e *ast.BinaryExpr) value {
	if e.Op == token.LAND || e.Op == token.LOR {
		yes, no := r.cond(e)
		switch {
		case no == nil && yes != nil:
			r.s = yes
			return value{con: constant.MakeBool(true), n: -1, room: -1}
		case yes == nil && no != nil:
			r.s = no
			return value{con: constant.MakeBool(false), n: -1, room: -1}
		}
		r.s = r.t.join(yes, no)
		return r.t.unknown()
	}
	x := r.eval(e.X)
	y := r.eval(e.Y)
	v := r.fold(e.Op, x, y)
	v.outcome = tested(x, y)
	return v
}

// fold computes with whole numbers and truth values.
func (r *activation) fold(op token.Token, x, y value) value {
	if x.con == nil || y.con == nil || x.con.Kind() != y.con.Kind() {
		return r.t.unknown()
	}
	v := value{n: -1, room: -1}
	switch op {
	case token.EQL, token.NEQ:
		v.con = constant.MakeBool(constant.Compare(x.con, op, y.con))
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		if x.con.Kind() != constant.Int {
			return r.t.unknown()
		}
		v.con = constant.MakeBool(constant.Compare(x.con, op, y.con))
	case token.ADD, token.SUB, token.MUL:
		if x.con.Kind() != constant.Int {
			return r.t.unknown()
		}
		v.con = constant.BinaryOp(x.con, op, y.con)
	default:
		return r.t.unknown()
	}
	return v
}

func (r *activation) assertion(e *ast.TypeAssertExpr) value {
	v := r.eval(e.X)
	if e.Type == nil || v.dyn == nil {
		if v.to.obj == nil && e.Type != nil && !isLarge(r.typeOf(e.Type)) {
			return r.t.fresh(r.typeOf(e.Type))
		}
		return v
	}
	if types.IsInterface(r.typeOf(e.Type)) {
		return v
	}
	v.dyn = nil
	return v
}

// cond evaluates a condition and returns the states in which it holds and in
// which it does not; nil for one that cannot be.
func (r *activation) cond(e ast.Expr) (yes, no *state) {
	if r.s == nil {
		return nil, nil
	}
	switch x := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			no, yes = r.cond(x.X)
			return yes, no
		}
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND:
			y1, n1 := r.cond(x.X)
			r.s = y1
			y2, n2 := r.cond(x.Y)
			return y2, r.t.join(n1, n2)
		case token.LOR:
			y1, n1 := r.cond(x.X)
			r.s = n1
			y2, n2 := r.cond(x.Y)
			return r.t.join(y1, y2), n2
		}
	}
	asking := r.asking
	r.asking = true
	v := r.eval(e)
	r.asking = asking
	switch {
	case r.s == nil:
		return nil, nil
	case v.con != nil && v.con.Kind() == constant.Bool:
		if constant.BoolVal(v.con) {
			return r.s, nil
		}
		return nil, r.s
	}
	yes, no = r.s, r.s.clone()
	r.part(e, v, yes, no)
	return yes, no
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
	if e.High != nil {
		high, highOK = r.eval(e.High).index()
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
		return w
	}
	v.off, v.n, v.part = v.off+low, high-low, true
	if v.room >= 0 {
		v.room -= low
	}
	return v
}

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

// convert returns v as a value of another type.
func (r *activation) convert(v value, from, to types.Type) value {
	if to != nil && v.isNil() && !isNilable(to) {
		return value{n: -1, room: -1} // an empty slice or map is made where it is needed
	}
	if from != nil && to != nil && types.IsInterface(to) && !types.IsInterface(from) {
		if b, ok := from.(*types.Basic); ok && b.Kind() == types.UntypedNil {
			return v
		}
		if v.isNil() {
			v.con = nil // an interface that holds a nil pointer is not nil
		}
		v.dyn = from
		if isLarge(from) && v.to.obj != nil { // a copy in the interface
			o := r.t.newObject(nil)
			l := loc{obj: o}
			r.put(l, from, v)
			v.to = l
		}
	}
	return v
}
