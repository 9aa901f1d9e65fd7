package explore

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A value is what a register or a cell holds: a constant.Value, null, *symbol,
// *cell (a pointer), aggregate, slice, *mapping, *channel, *closure, iface, tuple,
// *iterator, or *contextObj.
type value any

// null is nil of any type.
type null struct{}

// aggregate is a copy of a struct or array.
type aggregate struct{ elems []value }

// tuple holds the results of a call or operation.
type tuple []value

// slice is a slice of known cells.
type slice struct {
	cells []*cell // up to the length
	room  int     // capacity
}

// iface is an interface value of known dynamic type.
type iface struct {
	typ types.Type
	v   value
}

// closure is a function value.
type closure struct {
	fn     *ssa.Function
	free   []value
	native func(m *machine, g *goroutine, args []value) (value, status) // in place of fn
}

// mapping is a map that the run made.
type mapping struct {
	entries []entry
	foreign bool
	length  *symbol // of a foreign map
}

type entry struct{ key, val value }

// iterator walks over a map.
type iterator struct {
	m    *mapping
	next int
}

// channel is a channel that the run made, or one that came from outside.
type channel struct {
	made    token.Pos
	elem    types.Type
	room    int
	buf     []value
	closed  bool
	foreign bool // others may operate on it at any time
	signal  bool // others may only close it
	roomy   bool // of unknown capacity: a send may have room, or wait
}

var (
	yes = constant.MakeBool(true)
	no  = constant.MakeBool(false)
)

func boolean(b bool) value { return constant.MakeBool(b) }

func integer(i int64) value { return constant.MakeInt64(i) }

// zero returns the zero value of a type; opaque where there is none to name.
func (m *machine) zero(t types.Type) value {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return no
		case u.Info()&types.IsInteger != 0:
			return integer(0)
		case u.Info()&types.IsString != 0:
			return constant.MakeString("")
		case u.Info()&types.IsFloat != 0:
			return constant.MakeFloat64(0)
		case u.Kind() == types.UnsafePointer, u.Kind() == types.UntypedNil:
			return null{}
		}
	case *types.Struct:
		a := aggregate{make([]value, u.NumFields())}
		for i := range a.elems {
			a.elems[i] = m.zero(u.Field(i).Type())
		}
		return a
	case *types.Array:
		if u.Len() <= maxArray {
			a := aggregate{make([]value, u.Len())}
			for i := range a.elems {
				a.elems[i] = m.zero(u.Elem())
			}
			return a
		}
	case *types.Tuple:
		t := make(tuple, u.Len())
		for i := range t {
			t[i] = m.zero(u.At(i).Type())
		}
		return t
	case *types.Interface:
		if _, ok := t.(*types.TypeParam); !ok {
			return null{}
		}
	case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature:
		return null{}
	}
	return m.opaque(t)
}
