package explore

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// exec runs an instruction. With done, r is the value of the instruction's
// register and the next instruction follows.
func (m *machine) exec(g *goroutine, f *frame, in ssa.Instruction) (r value, st status) {
	switch in := in.(type) {
	case *ssa.Alloc:
		return &cell{typ: in.Type().Underlying().(*types.Pointer).Elem(), made: in.Pos(), name: in.Comment}, done
	case *ssa.BinOp:
		return m.binary(in, m.eval(f, in.X), m.eval(f, in.Y)), done
	case *ssa.UnOp:
		return m.unary(g, f, in)
	case *ssa.Call:
		return m.perform(g, m.prepare(f, in, &in.Call))
	case *ssa.Go:
		return nil, m.goes(f, in)
	case *ssa.Defer:
		f.defers = append(f.defers, m.prepare(f, in, &in.Call))
		return nil, done
	case *ssa.RunDefers:
		return nil, m.runDefers(g, f, in)
	case *ssa.ChangeInterface:
		return m.eval(f, in.X), done
	case *ssa.ChangeType:
		return m.eval(f, in.X), done
	case *ssa.Convert:
		return m.convert(in, m.eval(f, in.X)), done
	case *ssa.MultiConvert:
		return m.opaque(in.Type()), done
	case *ssa.Extract:
		return m.extract(m.eval(f, in.Tuple), in), done
	case *ssa.FieldAddr:
		return m.partAddr(m.eval(f, in.X), in.Field)
	case *ssa.Field:
		return m.field(m.eval(f, in.X), in), done
	case *ssa.IndexAddr:
		return m.indexAddr(m.eval(f, in.X), m.eval(f, in.Index), in)
	case *ssa.Index:
		return m.index(m.eval(f, in.X), m.eval(f, in.Index), in.Type()), done
	case *ssa.Lookup:
		return m.lookup(m.eval(f, in.X), m.eval(f, in.Index), in), done
	case *ssa.If:
		return nil, m.branch(g, f, in)
	case *ssa.Jump:
		return nil, m.jump(g, f, f.block.Succs[0])
	case *ssa.MakeChan:
		return m.makeChan(m.eval(f, in.Size), in), done
	case *ssa.MakeClosure:
		c := &closure{fn: in.Fn.(*ssa.Function)}
		for _, b := range in.Bindings {
			c.free = append(c.free, m.eval(f, b))
		}
		return c, done
	case *ssa.MakeInterface:
		return iface{in.X.Type(), m.eval(f, in.X)}, done
	case *ssa.MakeMap:
		return &mapping{}, done
	case *ssa.MakeSlice:
		return m.makeSlice(m.eval(f, in.Len), m.eval(f, in.Cap), in), done
	case *ssa.MapUpdate:
		return nil, m.update(m.eval(f, in.Map), m.eval(f, in.Key), m.eval(f, in.Value))
	case *ssa.Next:
		return m.nextOf(m.eval(f, in.Iter), in), done
	case *ssa.Panic:
		return nil, crash
	case *ssa.Range:
		if mp, ok := m.eval(f, in.X).(*mapping); ok && !mp.foreign {
			return &iterator{m: mp}, done
		}
		return m.derivedIterator(m.eval(f, in.X)), done
	case *ssa.Return:
		results := make([]value, len(in.Results))
		for i, x := range in.Results {
			results[i] = m.eval(f, x)
		}
		if len(g.frames) == 1 {
			g.returned = in.Pos()
		}
		return nil, m.ret(g, f, results)
	case *ssa.Select:
		return m.selects(g, f, in)
	case *ssa.Send:
		return nil, m.send(g, m.eval(f, in.Chan), m.eval(f, in.X), in)
	case *ssa.Slice:
		return m.slicing(f, in), done
	case *ssa.SliceToArrayPointer:
		return m.opaque(in.Type()), done
	case *ssa.Store:
		c, st := m.deref(m.eval(f, in.Addr))
		if st != done {
			return nil, st
		}
		if c == nil {
			return nil, lost
		}
		m.store(c, m.eval(f, in.Val))
		return nil, done
	case *ssa.TypeAssert:
		return m.assert(m.eval(f, in.X), in)
	case *ssa.DebugRef:
		return nil, done
	}
	return nil, lost
}

// deref returns the cell a pointer points to; nil when it is not known which.
func (m *machine) deref(p value) (*cell, status) {
	switch p := p.(type) {
	case *cell:
		return p, done
	case null:
		return nil, crash
	case *symbol:
		if p.nilness == isTrue {
			return nil, crash
		}
		if p.opaque {
			return nil, done
		}
		p.nilness = isFalse
		if p.target == nil {
			ptr, ok := p.typ.Underlying().(*types.Pointer)
			if !ok {
				return nil, lost
			}
			p.target = &cell{typ: ptr.Elem(), foreign: true}
		}
		return p.target, done
	}
	return nil, lost
}

func (m *machine) unary(g *goroutine, f *frame, in *ssa.UnOp) (value, status) {
	x := m.eval(f, in.X)
	switch in.Op {
	case token.MUL:
		c, st := m.deref(x)
		if st != done || c == nil {
			return m.opaque(in.Type()), st
		}
		return m.load(c), done
	case token.ARROW:
		return m.receive(g, x, in)
	case token.NOT:
		if b, ok := truth(x); ok {
			return boolean(!b), done
		}
		if s, ok := x.(*symbol); ok && !s.opaque {
			if s.test != nil {
				t := *s.test
				t.neg = !t.neg
				return m.tested(&t), done
			}
			return m.equal(s, "true", true), done
		}
	}
	if c, ok := concrete(x).(constant.Value); ok && in.Op != token.XOR {
		return constant.UnaryOp(in.Op, c, 0), done
	}
	return m.opaque(in.Type()), done
}

func (m *machine) partAddr(x value, i int) (value, status) {
	c, st := m.deref(x)
	if st != done {
		return nil, st
	}
	if c == nil {
		return nil, lost
	}
	if p := c.part(i); p != nil {
		return p, done
	}
	return nil, lost
}

func (m *machine) field(x value, in *ssa.Field) value {
	switch x := x.(type) {
	case aggregate:
		return x.elems[in.Field]
	case *symbol:
		return x.part(m, in.Field, in.Type())
	}
	return m.opaque(in.Type())
}

func (m *machine) extract(x value, in *ssa.Extract) value {
	if t, ok := x.(tuple); ok && in.Index < len(t) {
		return t[in.Index]
	}
	return m.opaque(in.Type())
}

func (m *machine) convert(in *ssa.Convert, x value) value {
	if c, ok := concrete(x).(constant.Value); ok && isInteger(in.X.Type()) && isInteger(in.Type()) {
		return c
	}
	if s, ok := x.(*symbol); ok && isInteger(in.X.Type()) && isInteger(in.Type()) {
		return s
	}
	if s, ok := x.(*symbol); ok && !s.opaque {
		return s.derived(m, "("+in.Type().String()+")", in.Type())
	}
	if c, ok := x.(*cell); ok {
		return c // unsafe.Pointer and back
	}
	return m.opaque(in.Type())
}

// assert does a type assertion.
func (m *machine) assert(x value, in *ssa.TypeAssert) (value, status) {
	result := func(v value, ok bool) (value, status) {
		if in.CommaOk {
			if !ok {
				v = m.zero(in.AssertedType)
			}
			return tuple{v, boolean(ok)}, done
		}
		if !ok {
			return nil, crash
		}
		return v, done
	}
	switch x := x.(type) {
	case null:
		return result(nil, false)
	case iface:
		if types.IsInterface(in.AssertedType) {
			return result(x, types.AssignableTo(x.typ, in.AssertedType))
		}
		return result(x.v, types.Identical(x.typ, in.AssertedType))
	case *symbol:
		v := x.derived(m, "."+in.AssertedType.String(), in.AssertedType)
		if !in.CommaOk {
			return v, done
		}
		if x.opaque {
			return tuple{v, m.opaque(types.Typ[types.Bool])}, done
		}
		return tuple{v, m.equal(x, "type "+in.AssertedType.String(), false)}, done
	}
	return m.opaque(in.Type()), done
}
