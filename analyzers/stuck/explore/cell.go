package explore

import (
	"go/token"
	"go/types"
)

// maxArray bounds the arrays whose elements are told apart.
const maxArray = 64

// cell is a variable: a struct's or array's cells are its parts, made on demand.
type cell struct {
	typ     types.Type
	made    token.Pos
	name    string // of the variable or field
	v       value  // nil: never set
	parts   []*cell
	foreign bool // unknown code may hold its address
	opaque  bool // unknown code may have changed it
	sync    any  // state of a synchronization primitive that lives here
}

// part returns the i-th field or element; nil when they are not told apart.
func (c *cell) part(i int) *cell {
	n := c.size()
	if i >= n {
		return nil
	}
	var typ types.Type
	var name string
	switch u := c.typ.Underlying().(type) {
	case *types.Struct:
		typ, name = u.Field(i).Type(), u.Field(i).Name()
	case *types.Array:
		typ = u.Elem()
	}
	if c.parts == nil {
		c.parts = make([]*cell, n)
	}
	if c.parts[i] == nil {
		c.parts[i] = &cell{typ: typ, made: c.made, name: name, foreign: c.foreign, opaque: c.opaque}
	}
	return c.parts[i]
}

// size returns the number of parts; -1 when the cell has no parts.
func (c *cell) size() int {
	switch u := c.typ.Underlying().(type) {
	case *types.Struct:
		return u.NumFields()
	case *types.Array:
		if u.Len() <= maxArray {
			return int(u.Len())
		}
	}
	return -1
}

func (m *machine) load(c *cell) value {
	if n := c.size(); n >= 0 {
		a := aggregate{make([]value, n)}
		for i := range a.elems {
			a.elems[i] = m.load(c.part(i))
		}
		return a
	}
	if c.opaque && refers(c.v) {
		return c.v // assumed to be what it was
	}
	if c.v == nil || c.opaque {
		switch {
		case c.opaque:
			return m.opaque(c.typ)
		case c.foreign:
			c.v = m.symbol(c.typ)
		default:
			c.v = m.zero(c.typ)
		}
	}
	return c.v
}

// refers reports whether v refers to an object whose identity matters.
func refers(v value) bool {
	switch v := v.(type) {
	case *cell, *channel, *closure, *mapping, *contextObj, slice:
		return true
	case iface:
		return refers(v.v)
	}
	return false
}

func (m *machine) store(c *cell, v value) {
	c.sync = nil
	n := c.size()
	if n < 0 {
		c.v = v
		if c.foreign {
			m.escape(v)
		}
		return
	}
	switch v := v.(type) {
	case aggregate:
		for i := range min(n, len(v.elems)) {
			m.store(c.part(i), v.elems[i])
		}
	case *symbol:
		for i := range n {
			p := c.part(i)
			m.store(p, v.part(m, i, p.typ))
		}
	}
}
