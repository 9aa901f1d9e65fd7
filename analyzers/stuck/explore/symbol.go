package explore

import (
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"strconv"
)

// symbol is a value that is not known.
type symbol struct {
	id  int
	typ types.Type
	// opaque is true for a value that depends on known ones in a way that is not
	// modelled: nothing may be assumed of it.
	opaque bool
	nilness,
	truth tri
	lo, hi int64 // bounds of an integer
	not    []int64
	equals map[string]bool // decided comparisons, by the other side
	// base and off make the symbol base + off.
	base   *symbol
	off    int64
	test   *test // a comparison that was not decided yet
	target *cell // what a pointer points to
	ch     *channel
	length *symbol
	parts  map[string]*symbol
}

// tri is a truth value that may be unknown.
type tri int8

const (
	unknown tri = iota
	isTrue
	isFalse
)

func toTri(b bool) tri {
	if b {
		return isTrue
	}
	return isFalse
}

func (m *machine) symbol(t types.Type) *symbol {
	m.symbols++
	return &symbol{id: m.symbols, typ: t, lo: math.MinInt64, hi: math.MaxInt64}
}

func (m *machine) opaque(t types.Type) *symbol {
	s := m.symbol(t)
	s.opaque = true
	return s
}

// nonNil returns a symbol that is not nil.
func (m *machine) nonNil(t types.Type) *symbol {
	s := m.symbol(t)
	s.nilness = isFalse
	return s
}

// result returns what the call of a function that is not followed returns. What it
// says of an object that the run made depends on what was done with the object
// before, and how long a slice is that is made of known values depends on these; only
// whether it fails is open.
func (m *machine) result(c *call) value {
	depends, determined := refersTo(c), known(c)
	one := func(t types.Type) value {
		if isError(t) && m.test {
			return null{}
		}
		s := m.symbol(t)
		switch t.Underlying().(type) {
		case *types.Basic:
			s.opaque = depends
		case *types.Slice:
			s.opaque = depends || determined
		}
		return s
	}
	tup, ok := c.typ.(*types.Tuple)
	switch {
	case !ok:
		return one(c.typ)
	case tup.Len() == 0:
		return tuple{}
	case tup.Len() == 1:
		return one(tup.At(0).Type())
	}
	r := make(tuple, tup.Len())
	for i := range r {
		r[i] = one(tup.At(i).Type())
	}
	return r
}

// known reports whether the call has arguments, all constants.
func known(c *call) bool {
	for _, a := range c.args {
		if _, ok := concrete(a).(constant.Value); !ok {
			return false
		}
	}
	return len(c.args) > 0 && c.recv == nil
}

// refersTo reports whether an operand of the call refers to an object of the run.
func refersTo(c *call) bool {
	for _, a := range c.args {
		if refers(a) {
			return true
		}
	}
	return c.recv != nil && refers(c.recv)
}

// part returns the i-th field of an unknown struct; the same one every time.
func (s *symbol) part(m *machine, i int, t types.Type) *symbol {
	return s.derived(m, "."+strconv.Itoa(i), t)
}

// derived returns the value that a key names relative to s; always the same.
func (s *symbol) derived(m *machine, key string, t types.Type) *symbol {
	d := s.parts[key]
	if d == nil {
		if s.parts == nil {
			s.parts = make(map[string]*symbol)
		}
		d = m.symbol(t)
		d.opaque = s.opaque
		s.parts[key] = d
	}
	return d
}

// place names the element whose index is s.
func (s *symbol) place() string {
	if s.base != nil {
		return "[#" + strconv.Itoa(s.base.id) + "+" + strconv.FormatInt(s.off, 10) + "]"
	}
	return "[#" + strconv.Itoa(s.id) + "+0]"
}

// len returns the length of an unknown slice, string or map.
func (s *symbol) len(m *machine) *symbol {
	if s.length == nil {
		s.length = m.symbol(types.Typ[types.Int])
		s.length.lo = 1 // taken not to be empty
		s.length.opaque = s.opaque
		if s.nilness == isTrue {
			s.length.lo, s.length.hi = 0, 0
		}
	}
	return s.length
}

// test is a comparison whose outcome is open.
type test struct {
	s   *symbol
	op  token.Token // EQL or LSS for integers; ILLEGAL for an equality with key
	c   int64
	key string // "nil", or the other side
	neg bool
}

// cmp returns the value of "s op c" for an integer.
func (m *machine) cmp(s *symbol, op token.Token, c int64) value {
	if s.base != nil {
		c -= s.off
		s = s.base
	}
	t := &test{s: s, c: c}
	switch op {
	case token.EQL:
		t.op = token.EQL
	case token.NEQ:
		t.op, t.neg = token.EQL, true
	case token.LSS:
		t.op = token.LSS
	case token.GEQ:
		t.op, t.neg = token.LSS, true
	case token.LEQ:
		t.op, t.c = token.LSS, c+1
	case token.GTR:
		t.op, t.c, t.neg = token.LSS, c+1, true
	}
	return m.tested(t)
}

// equal returns the value of a comparison with the thing named by key.
func (m *machine) equal(s *symbol, key string, neg bool) value {
	return m.tested(&test{s: s, key: key, neg: neg})
}

func (m *machine) tested(t *test) value {
	if t.s.opaque {
		return m.opaque(types.Typ[types.Bool])
	}
	if r := t.known(); r != unknown {
		return boolean(r == isTrue)
	}
	b := m.symbol(types.Typ[types.Bool])
	b.test = t
	return b
}

// known returns the outcome if it follows from what was decided before.
func (t *test) known() tri {
	r := unknown
	s := t.s
	switch {
	case t.op == token.LSS:
		if s.hi < t.c {
			r = isTrue
		} else if s.lo >= t.c {
			r = isFalse
		}
	case t.op == token.EQL:
		if s.lo == t.c && s.hi == t.c {
			r = isTrue
		} else if t.c < s.lo || t.c > s.hi || contains(s.not, t.c) {
			r = isFalse
		}
	case t.key == "nil":
		if r = s.nilness; r == unknown && s.length != nil {
			r = isFalse // it was used, and taken not to be empty
		}
	case t.key == "true":
		r = s.truth
	default:
		if known, ok := s.equals[t.key]; ok {
			r = toTri(known)
		} else {
			for _, eq := range s.equals {
				if eq && constantKey(t.key) {
					r = isFalse // it equals another constant
				}
			}
		}
	}
	if t.neg && r != unknown {
		r = toTri(r == isFalse)
	}
	return r
}

func constantKey(key string) bool { return key != "" && key[0] != '#' }

func contains(list []int64, x int64) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// assume takes an outcome that is not known as decided.
func (t *test) assume(outcome bool) {
	is := outcome != t.neg
	s := t.s
	switch {
	case t.op == token.LSS && is:
		s.hi = t.c - 1
	case t.op == token.LSS:
		s.lo = t.c
	case t.op == token.EQL && is:
		s.lo, s.hi = t.c, t.c
	case t.op == token.EQL:
		s.not = append(s.not, t.c)
		for contains(s.not, s.lo) {
			s.lo++
		}
		for contains(s.not, s.hi) {
			s.hi--
		}
	case t.key == "nil":
		s.nilness = toTri(is)
		if is && s.length != nil {
			s.length.lo, s.length.hi = 0, 0
		}
	case t.key == "true":
		s.truth = toTri(is)
	default:
		if s.equals == nil {
			s.equals = make(map[string]bool)
		}
		s.equals[t.key] = is
	}
}

// exact returns the constant that s must be, if there is only one.
func (s *symbol) exact() (constant.Value, bool) {
	if s.base != nil {
		if c, ok := s.base.exact(); ok {
			return constant.BinaryOp(c, token.ADD, constant.MakeInt64(s.off)), true
		}
		return nil, false
	}
	if s.lo == s.hi {
		return constant.MakeInt64(s.lo), true
	}
	if s.truth != unknown {
		return constant.MakeBool(s.truth == isTrue), true
	}
	return nil, false
}
