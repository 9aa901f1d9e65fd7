package explore

import (
	"go/constant"
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// binary returns the value of an operation, which may be a symbol.
func (m *machine) binary(in *ssa.BinOp, x, y value) value {
	x, y = concrete(x), concrete(y)
	a, aok := x.(constant.Value)
	b, bok := y.(constant.Value)
	if aok && bok {
		return m.constants(in, a, b)
	}
	switch in.Op {
	case token.EQL, token.NEQ:
		if m.test && asksWhich(in) {
			m.guesses++
		}
		return m.equality(x, y, in.Op == token.NEQ)
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		if n, ok := asInt(y); ok {
			if s, ok := x.(*symbol); ok && isInteger(s.typ) {
				return m.cmp(s, in.Op, n)
			}
		}
		if n, ok := asInt(x); ok {
			if s, ok := y.(*symbol); ok && isInteger(s.typ) {
				return m.cmp(s, mirrored[in.Op], n)
			}
		}
	case token.ADD, token.SUB:
		if n, ok := asInt(y); ok {
			if s, ok := x.(*symbol); ok && isInteger(s.typ) && !s.opaque {
				if in.Op == token.SUB {
					n = -n
				}
				return m.shifted(s, n)
			}
		}
		if n, ok := asInt(x); ok && in.Op == token.ADD {
			if s, ok := y.(*symbol); ok && isInteger(s.typ) && !s.opaque {
				return m.shifted(s, n)
			}
		}
	}
	return m.opaque(in.Type())
}

// asksWhich reports whether an error is compared with another one. Then one is expected, if only as the end of
// a loop, whatever is taken for granted of what a test calls.
func asksWhich(in *ssa.BinOp) bool {
	_, x := in.X.(*ssa.Const)
	_, y := in.Y.(*ssa.Const)
	return !x && !y && isError(in.X.Type())
}

var mirrored = map[token.Token]token.Token{token.LSS: token.GTR, token.GTR: token.LSS, token.LEQ: token.GEQ, token.GEQ: token.LEQ}

func (m *machine) shifted(s *symbol, n int64) value {
	r := m.symbol(s.typ)
	r.base, r.off = s, n
	if s.base != nil {
		r.base, r.off = s.base, s.off+n
	}
	return r
}

func (m *machine) constants(in *ssa.BinOp, a, b constant.Value) (r value) {
	switch in.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		if a.Kind() != b.Kind() {
			return m.opaque(in.Type())
		}
		return boolean(constant.Compare(a, in.Op, b))
	case token.SHL, token.SHR:
		n, ok := constant.Uint64Val(b)
		if !ok || n > 62 || a.Kind() != constant.Int {
			return m.opaque(in.Type())
		}
		return constant.Shift(a, in.Op, uint(n))
	case token.QUO, token.REM:
		if b.Kind() != constant.Int || constant.Sign(b) == 0 {
			return m.opaque(in.Type())
		}
		if in.Op == token.QUO {
			return constant.BinaryOp(a, token.QUO_ASSIGN, b) // of integers
		}
		return constant.BinaryOp(a, token.REM, b)
	}
	if a.Kind() != b.Kind() || a.Kind() == constant.String && in.Op != token.ADD {
		return m.opaque(in.Type())
	}
	if in.Op == token.AND_NOT || a.Kind() == constant.Int || in.Op == token.ADD || in.Op == token.SUB || in.Op == token.MUL {
		return constant.BinaryOp(a, in.Op, b)
	}
	return m.opaque(in.Type())
}

// equality returns the value of x == y, or of x != y.
func (m *machine) equality(x, y value, neg bool) value {
	if _, ok := x.(*symbol); !ok {
		x, y = y, x
	}
	s, ok := x.(*symbol)
	if !ok {
		if r := same(x, y); r != unknown {
			return boolean((r == isTrue) != neg)
		}
		return m.opaque(types.Typ[types.Bool])
	}
	switch y := y.(type) {
	case null:
		return m.equal(s, "nil", neg)
	case constant.Value:
		if n, ok := asInt(y); ok && isInteger(s.typ) {
			op := token.EQL
			if neg {
				op = token.NEQ
			}
			return m.cmp(s, op, n)
		}
		if y.Kind() == constant.Bool {
			return m.equal(s, "true", neg == constant.BoolVal(y))
		}
		return m.equal(s, y.ExactString(), neg)
	case *symbol:
		if y == s {
			return boolean(!neg)
		}
		if y.opaque || y.base != nil || s.base != nil {
			return m.opaque(types.Typ[types.Bool])
		}
		if s.nilness == isTrue && y.nilness != unknown {
			return boolean((y.nilness == isTrue) != neg)
		}
		if s.id > y.id {
			s, y = y, s
		}
		return m.equal(s, "#"+strconv.Itoa(y.id), neg)
	case *cell, *channel, *mapping, *closure, iface:
		return boolean(neg) // what the run made is not what came from outside
	}
	return m.opaque(types.Typ[types.Bool])
}

// same reports whether two values that are no symbols are equal.
func same(x, y value) tri {
	switch x := x.(type) {
	case null:
		switch y.(type) {
		case null:
			return isTrue
		case *symbol:
			return unknown
		case constant.Value:
			return unknown
		}
		return isFalse
	case *cell:
		switch y := y.(type) {
		case *cell:
			return toTri(x == y)
		case null:
			return isFalse
		}
	case *channel:
		switch y := y.(type) {
		case *channel:
			return toTri(x == y)
		case null:
			return isFalse
		}
	case iface:
		switch y := y.(type) {
		case iface:
			if !types.Identical(x.typ, y.typ) {
				return isFalse
			}
			return same(x.v, y.v)
		case null:
			return isFalse
		}
	case constant.Value:
		if y, ok := y.(constant.Value); ok && x.Kind() == y.Kind() {
			return toTri(constant.Compare(x, token.EQL, y))
		}
	case *closure, *mapping, slice, *contextObj:
		if _, ok := y.(null); ok {
			return isFalse
		}
	case aggregate:
		y, ok := y.(aggregate)
		if !ok || len(x.elems) != len(y.elems) {
			return unknown
		}
		all := isTrue
		for i := range x.elems {
			switch same(concrete(x.elems[i]), concrete(y.elems[i])) {
			case isFalse:
				return isFalse
			case unknown:
				all = unknown
			}
		}
		return all
	}
	return unknown
}
