package explore

import (
	"go/constant"
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

func (m *machine) makeSlice(length, room value, in *ssa.MakeSlice) value {
	elem := in.Type().Underlying().(*types.Slice).Elem()
	n, ok := asInt(length)
	c, okc := asInt(room)
	if !ok || !okc || n < 0 || n > maxArray {
		s := m.symbol(in.Type())
		s.nilness = isFalse
		if l, ok := length.(*symbol); ok && !l.opaque {
			s.length = l
			if l.base == nil && l.lo < 0 {
				l.lo = 0
			}
		} else {
			s.opaque = true
		}
		return s
	}
	s := slice{room: int(c)}
	for range n {
		s.cells = append(s.cells, &cell{typ: elem, made: in.Pos()})
	}
	return s
}

func (m *machine) indexAddr(x, i value, in *ssa.IndexAddr) (value, status) {
	n, known := asInt(i)
	switch x := x.(type) {
	case slice:
		if !known {
			return nil, lost
		}
		if n < 0 || n >= int64(len(x.cells)) {
			return nil, crash
		}
		return x.cells[n], done
	case *symbol:
		if _, ok := x.typ.Underlying().(*types.Slice); ok && !x.opaque {
			key := "[" + strconv.FormatInt(n, 10) + "]"
			if !known {
				s, ok := i.(*symbol)
				if !ok || s.opaque {
					return nil, lost
				}
				key = s.place() // not that of another unknown index
			}
			p := x.derived(m, key, in.Type())
			p.nilness = isFalse
			return p, done
		}
	case null:
		return nil, crash
	}
	c, st := m.deref(x)
	if st != done {
		return nil, st
	}
	if c == nil || !known || c.size() < 0 {
		return nil, lost
	}
	if n < 0 || n >= int64(c.size()) {
		return nil, crash
	}
	return c.part(int(n)), done
}

func (m *machine) index(x, i value, t types.Type) value {
	n, known := asInt(i)
	if a, ok := x.(aggregate); ok && known && n >= 0 && n < int64(len(a.elems)) {
		return a.elems[n]
	}
	return m.opaque(t)
}

// slicing cuts a slice whose bounds are known.
func (m *machine) slicing(f *frame, in *ssa.Slice) value {
	x := m.eval(f, in.X)
	bound := func(v ssa.Value, other int) (int, bool) {
		if v == nil {
			return other, true
		}
		n, ok := asInt(m.eval(f, v))
		return int(n), ok
	}
	var s slice
	switch x := x.(type) {
	case slice:
		s = x
	case *cell:
		for i := range max(0, x.size()) {
			s.cells = append(s.cells, x.part(i))
		}
		s.room = len(s.cells)
		if x.size() < 0 {
			return m.opaque(in.Type())
		}
	case null:
		return null{}
	case *symbol:
		if in.Low == nil && in.High == nil {
			return x
		}
		return m.opaque(in.Type())
	default:
		return m.opaque(in.Type())
	}
	lo, ok1 := bound(in.Low, 0)
	hi, ok2 := bound(in.High, len(s.cells))
	if !ok1 || !ok2 || lo < 0 || hi < lo || hi > len(s.cells) {
		return m.opaque(in.Type())
	}
	return slice{s.cells[lo:hi:hi], max(hi, s.room) - lo}
}

// appended returns append(x, y...).
func (m *machine) appended(x, y value, t types.Type) value {
	elem := t.Underlying().(*types.Slice).Elem()
	s, ok := x.(slice)
	if _, isNil := x.(null); !ok && !isNil {
		m.escape(y)
		return m.opaque(t)
	}
	add, ok := y.(slice)
	if _, isNil := y.(null); !ok && !isNil {
		m.escape(x)
		return m.opaque(t)
	}
	r := slice{cells: append([]*cell(nil), s.cells...)}
	for _, c := range add.cells {
		n := &cell{typ: elem, made: c.made}
		m.store(n, m.load(c))
		r.cells = append(r.cells, n)
	}
	if len(r.cells) > maxArray {
		m.escape(r)
		return m.opaque(t)
	}
	r.room = len(r.cells)
	return r
}

// lookup reads a map or indexes a string.
func (m *machine) lookup(x, key value, in *ssa.Lookup) value {
	result := func(v value, ok value) value {
		if in.CommaOk {
			return tuple{v, ok}
		}
		return v
	}
	t := in.Type()
	if in.CommaOk {
		t = t.(*types.Tuple).At(0).Type()
	}
	switch x := x.(type) {
	case null:
		return result(m.zero(t), no)
	case *mapping:
		if x.foreign {
			break
		}
		for i := len(x.entries) - 1; i >= 0; i-- {
			switch same(concrete(x.entries[i].key), concrete(key)) {
			case isTrue:
				return result(x.entries[i].val, yes)
			case unknown:
				return result(m.opaque(t), m.opaque(types.Typ[types.Bool]))
			}
		}
		return result(m.zero(t), no)
	case *symbol:
		if x.opaque {
			break
		}
		if c, ok := concrete(key).(constant.Value); ok {
			return result(x.derived(m, "["+c.ExactString()+"]", t), x.derived(m, "ok["+c.ExactString()+"]", types.Typ[types.Bool]))
		}
		return result(m.symbol(t), m.symbol(types.Typ[types.Bool]))
	}
	return result(m.opaque(t), m.opaque(types.Typ[types.Bool]))
}

func (m *machine) update(x, key, v value) status {
	mp, ok := x.(*mapping)
	if !ok {
		if _, isNil := x.(null); isNil {
			return crash
		}
		m.escape(key)
		m.escape(v)
		return done
	}
	if mp.foreign {
		m.escape(key)
		m.escape(v)
	}
	for i, e := range mp.entries {
		switch same(concrete(e.key), concrete(key)) {
		case isTrue:
			mp.entries[i].val = v
			return done
		case unknown:
			mp.foreign = true
			m.escape(e.val)
			m.escape(v)
		}
	}
	mp.entries = append(mp.entries, entry{key, v})
	return done
}

func (m *machine) deleted(x, key value) status {
	mp, ok := x.(*mapping)
	if !ok {
		return done
	}
	for i, e := range mp.entries {
		switch same(concrete(e.key), concrete(key)) {
		case isTrue:
			mp.entries = append(append([]entry(nil), mp.entries[:i]...), mp.entries[i+1:]...)
			return done
		case unknown:
			mp.foreign = true
		}
	}
	return done
}

// derivedIterator walks over an unknown map: as many steps as its length says.
func (m *machine) derivedIterator(x value) value {
	switch x := x.(type) {
	case *symbol:
		return &iterator{m: &mapping{foreign: true, length: x.len(m)}}
	case null:
		return &iterator{m: &mapping{}}
	}
	return m.opaque(types.Typ[types.Int])
}

func (m *machine) nextOf(it value, in *ssa.Next) value {
	t := in.Type().(*types.Tuple)
	i, ok := it.(*iterator)
	if !ok || in.IsString || i.m.foreign && i.m.length == nil {
		return tuple{m.opaque(types.Typ[types.Bool]), m.opaque(t.At(1).Type()), m.opaque(t.At(2).Type())}
	}
	if i.m.foreign {
		i.next++
		more := m.cmp(i.m.length, token.GEQ, int64(i.next))
		return tuple{more, m.symbol(t.At(1).Type()), m.symbol(t.At(2).Type())}
	}
	if i.next >= len(i.m.entries) {
		return tuple{no, m.zero(t.At(1).Type()), m.zero(t.At(2).Type())}
	}
	e := i.m.entries[i.next]
	i.next++
	return tuple{yes, e.key, e.val}
}
