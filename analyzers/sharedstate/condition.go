package sharedstate

import (
	"go/ast"
	"go/constant"
	"go/token"
)

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
	v.guess = r.foldGuess(e.Op, x, y)
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
	case token.QUO:
		if x.con.Kind() != constant.Int || constant.Sign(y.con) == 0 {
			return r.t.unknown()
		}
		v.con = constant.BinaryOp(x.con, token.QUO_ASSIGN, y.con)
	default:
		return r.t.unknown()
	}
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
	r.against(v, yes, no)
	return yes, no
}
