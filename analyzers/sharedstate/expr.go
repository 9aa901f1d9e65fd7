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
		c := &closure{body: ast.Node(e), env: r.env}
		for _, v := range r.t.prog.captured(e) {
			o := r.variable(v)
			o.leaked = true
			c.captured = append(c.captured, o)
		}
		return value{fn: c, n: -1, room: -1}
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
	w := r.t.unknown()
	if g := guessOf(v); e.Op == token.NOT && g.con != nil && g.con.Kind() == constant.Bool && len(g.of) > 0 {
		w.guess = &guess{constant.MakeBool(!constant.BoolVal(g.con)), -1, g.of}
	}
	return w
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
