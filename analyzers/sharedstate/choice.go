package sharedstate

import (
	"go/ast"
	"go/token"
	"go/types"
)

// multiway runs a switch: every clause may be the one, unless constants say
// which.
func (r *activation) multiway(s ast.Stmt, label string) {
	outer := r.env
	r.env = newEnv(outer)
	defer func() { r.env = outer }()
	var body *ast.BlockStmt
	var tag value
	var hasTag bool
	var bound *ast.AssignStmt
	switch s := s.(type) {
	case *ast.SwitchStmt:
		body = s.Body
		if s.Init != nil {
			r.stmt(s.Init)
		}
		if s.Tag != nil {
			hasTag = true
			r.asking = true
			tag = r.eval(s.Tag)
			r.asking = false
		}
	case *ast.TypeSwitchStmt:
		body = s.Body
		if s.Init != nil {
			r.stmt(s.Init)
		}
		r.asking = true
		switch a := s.Assign.(type) {
		case *ast.ExprStmt:
			tag = r.eval(ast.Unparen(a.X).(*ast.TypeAssertExpr).X)
		case *ast.AssignStmt:
			bound = a
			tag = r.eval(ast.Unparen(a.Rhs[0]).(*ast.TypeAssertExpr).X)
		}
		r.asking = false
	}
	if r.s == nil {
		return
	}
	_, isType := s.(*ast.TypeSwitchStmt)
	t := &target{label: label}
	var ends []*state
	byDefault := false
	r.aim(t, func() {
		rest := r.s
		for _, c := range body.List {
			clause := c.(*ast.CaseClause)
			var into *state
			r.s = rest
			switch {
			case clause.List == nil:
				byDefault = true
			case isType:
				if !r.t.prog.mayBe(tag.dyn, clause.List) {
					continue
				}
			default:
				for _, e := range clause.List {
					into, r.s = r.oneCase(e, tag, hasTag, into)
				}
				rest = r.s
			}
			if into == nil && (clause.List == nil || isType) && rest != nil {
				into = rest.clone()
			}
			r.s = r.t.join(into, t.fallsThrough)
			t.fallsThrough = nil
			if r.s != nil {
				r.clause(clause, bound, tag)
				ends = append(ends, r.s)
			}
		}
		r.s = rest
	})
	if byDefault {
		r.s = nil
	}
	r.s = r.t.join(append(append(ends, t.breaks...), r.s)...)
}

// oneCase evaluates an expression of a case: into gets the paths that take it.
func (r *activation) oneCase(e ast.Expr, tag value, hasTag bool, into *state) (*state, *state) {
	if !hasTag {
		yes, no := r.cond(e)
		return r.t.join(into, yes), no
	}
	v := r.eval(e)
	if r.s == nil {
		return into, nil
	}
	same := r.fold(token.EQL, tag, v)
	if same.con != nil {
		if same.con.ExactString() == "true" {
			return r.t.join(into, r.s), nil
		}
		return into, r.s
	}
	return r.t.join(into, r.s.clone()), r.s
}

// mayBe reports whether a value of the dynamic type may be of one of the types of
// a clause.
func (p *program) mayBe(dyn types.Type, list []ast.Expr) bool {
	if dyn == nil {
		return true
	}
	for _, e := range list {
		typ := p.info.TypeOf(e)
		if typ == nil {
			continue
		}
		iface, ok := typ.Underlying().(*types.Interface)
		if types.Identical(typ, dyn) || ok && types.Implements(dyn, iface) {
			return true
		}
	}
	return false
}

// clause runs the body of a case.
func (r *activation) clause(c *ast.CaseClause, bound *ast.AssignStmt, tag value) {
	outer := r.env
	r.env = newEnv(outer)
	if v, ok := r.t.prog.info.Implicits[c].(*types.Var); ok && bound != nil {
		o := r.declare(v)
		if tag.known() {
			r.put(loc{obj: o, last: v}, v.Type(), tag)
		}
	}
	r.block(c.Body)
	r.env = outer
}

// selects runs a select: the operands of all clauses, then any one of them.
func (r *activation) selects(s *ast.SelectStmt, label string) {
	type ready struct {
		clause *ast.CommClause
		ch     value
		expr   ast.Expr
		send   bool
	}
	var all []ready
	for _, c := range s.Body.List {
		clause := c.(*ast.CommClause)
		x := ready{clause: clause}
		switch comm := clause.Comm.(type) {
		case *ast.SendStmt:
			x.send, x.expr = true, comm.Chan
			x.ch = r.eval(comm.Chan)
			v := r.eval(comm.Value)
			v.hand()
			r.forget(v)
		case *ast.ExprStmt:
			x.expr = operand(comm.X)
			x.ch = r.eval(x.expr)
		case *ast.AssignStmt:
			x.expr = operand(comm.Rhs[0])
			x.ch = r.eval(x.expr)
		}
		all = append(all, x)
	}
	if r.s == nil {
		return
	}
	if len(all) == 0 { // forever
		r.pause()
	}
	t := &target{label: label}
	var ends []*state
	before := r.s
	r.aim(t, func() {
		for _, x := range all {
			r.s = before.clone()
			outer := r.env
			r.env = newEnv(outer)
			switch {
			case x.send:
				r.send(x.ch, x.expr)
			case x.expr != nil:
				v := r.receive(x.ch, x.expr, elemOf(r.typeOf(x.expr)))
				if a, ok := x.clause.Comm.(*ast.AssignStmt); ok {
					r.bind(a, v)
				}
			}
			if r.s != nil {
				r.block(x.clause.Body)
			}
			r.env = outer
			ends = append(ends, r.s)
		}
	})
	r.s = r.t.join(append(ends, t.breaks...)...)
}

// bind assigns what a clause receives.
func (r *activation) bind(a *ast.AssignStmt, v value) {
	for i, e := range a.Lhs {
		if i > 0 {
			v = r.t.unknown()
		}
		if r.defines(e) {
			r.define(e.(*ast.Ident), v, nil)
		} else {
			l, via, ok := r.target(e)
			r.store(e, l, via, ok, v, nil, write)
		}
	}
}

// operand returns the channel of a receive.
func operand(e ast.Expr) ast.Expr {
	if u, ok := ast.Unparen(e).(*ast.UnaryExpr); ok {
		return u.X
	}
	return e
}

func elemOf(typ types.Type) types.Type {
	if typ == nil {
		return nil
	}
	if c, ok := typ.Underlying().(*types.Chan); ok {
		return c.Elem()
	}
	return nil
}
