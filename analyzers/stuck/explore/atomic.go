package explore

import (
	"go/constant"
	"go/token"
	"go/types"
)

// atomicValue is the state of a value of package sync/atomic.
type atomicValue struct{ v value }

func addAtomics() {
	for _, t := range []string{"Int32", "Int64", "Uint32", "Uint64", "Uintptr", "Pointer"} {
		models["sync/atomic.Load"+t] = atomically(atomicLoad)
		models["sync/atomic.Store"+t] = atomically(atomicStore)
		models["sync/atomic.Swap"+t] = atomically(atomicSwap)
		models["sync/atomic.Add"+t] = atomically(atomicAdd)
		models["sync/atomic.CompareAndSwap"+t] = atomically(atomicCompare)
	}
	for _, t := range []string{"Int32", "Int64", "Uint32", "Uint64", "Uintptr", "Pointer[T]", "Bool", "Value"} {
		method := "(*sync/atomic." + t + ")."
		models[method+"Load"] = atomically(atomicLoad)
		models[method+"Store"] = atomically(atomicStore)
		models[method+"Swap"] = atomically(atomicSwap)
		models[method+"Add"] = atomically(atomicAdd)
		models[method+"CompareAndSwap"] = atomically(atomicCompare)
	}
}

// atomic is a variable that an atomic operation works on.
type atomic struct {
	m *machine
	c *cell
	// wrapped is true for the types of the package, which hide their value.
	wrapped bool
}

func atomically(op func(a atomic, c *call) value) model {
	return func(m *machine, g *goroutine, c *call) (value, status) {
		at, st := m.deref(c.args[0])
		if st != done {
			return nil, st
		}
		if at == nil {
			return nil, lost
		}
		_, isStruct := at.typ.Underlying().(*types.Struct)
		return op(atomic{m, at, isStruct}, c), done
	}
}

// get returns the variable's value; t is its type where it is hidden.
func (a atomic) get(t types.Type) value {
	if !a.wrapped {
		return a.m.load(a.c)
	}
	if a.c.opaque {
		return a.m.opaque(t)
	}
	s, ok := a.c.sync.(*atomicValue)
	if !ok {
		s = &atomicValue{}
		if a.c.foreign {
			s.v = a.m.symbol(t)
		} else {
			s.v = a.m.zero(t)
		}
		a.c.sync = s
	}
	return s.v
}

func (a atomic) set(v value) {
	if !a.wrapped {
		a.m.store(a.c, v)
		return
	}
	if a.c.foreign {
		a.m.escape(v)
	}
	a.c.sync = &atomicValue{v}
}

func resultType(c *call) types.Type {
	if t, ok := c.typ.(*types.Tuple); ok && t.Len() == 1 {
		return t.At(0).Type()
	}
	return types.Typ[types.Invalid]
}

func atomicLoad(a atomic, c *call) value { return a.get(resultType(c)) }

func atomicStore(a atomic, c *call) value {
	a.set(c.args[1])
	return tuple{}
}

func atomicSwap(a atomic, c *call) value {
	old := a.get(resultType(c))
	a.set(c.args[1])
	return old
}

func atomicAdd(a atomic, c *call) value {
	t := resultType(c)
	var r value = a.m.opaque(t)
	old := a.get(t)
	n, ok := asInt(c.args[1])
	if ok {
		switch o := concrete(old).(type) {
		case constant.Value:
			r = constant.BinaryOp(o, token.ADD, constant.MakeInt64(n))
		case *symbol:
			if !o.opaque {
				r = a.m.shifted(o, n)
			}
		}
	}
	a.set(r)
	return r
}

func atomicCompare(a atomic, c *call) value {
	old := a.get(c.typeOfArg(1))
	switch same(concrete(old), concrete(c.args[1])) {
	case isTrue:
		a.set(c.args[2])
		return yes
	case isFalse:
		return no
	}
	s, ok := old.(*symbol)
	if !ok || s.opaque {
		a.set(a.m.opaque(c.typeOfArg(1)))
		return a.m.opaque(types.Typ[types.Bool])
	}
	if a.m.choose(2) == 0 {
		a.set(c.args[2])
		return yes
	}
	return no
}

// typeOfArg returns the type of an argument of the called function.
func (c *call) typeOfArg(i int) types.Type {
	if fn, ok := c.fn.(*closure); ok && fn.fn != nil {
		sig := fn.fn.Signature
		if sig.Recv() != nil {
			i--
		}
		if i < sig.Params().Len() {
			return sig.Params().At(i).Type()
		}
	}
	return types.Typ[types.Invalid]
}
