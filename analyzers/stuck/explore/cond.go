package explore

import (
	"go/token"
	"go/types"
)

// condition is the state of a Cond: who waits, the longest first.
type condition struct {
	waiting []*condWait
}

// condWait is one goroutine's Wait.
type condWait struct {
	woken bool
}

func conditionAt(c *cell) *condition {
	cd, ok := c.sync.(*condition)
	if !ok {
		cd = &condition{}
		c.sync = cd
	}
	return cd
}

func newCond(m *machine, g *goroutine, c *call) (value, status) {
	typ := c.typ.(*types.Tuple).At(0).Type().Underlying().(*types.Pointer).Elem()
	var made token.Pos
	if c.site != nil {
		made = c.site.Pos()
	}
	cd := &cell{typ: typ, made: made, name: "cond"}
	m.store(lockerOf(cd), c.args[0])
	return cd, done
}

// lockerOf returns the field L of a Cond.
func lockerOf(c *cell) *cell {
	st := c.typ.Underlying().(*types.Struct)
	for i := range st.NumFields() {
		if st.Field(i).Name() == "L" {
			return c.part(i)
		}
	}
	return nil
}

// condLock returns the call of the lock's method of that name.
func (m *machine) condLock(at *cell, name string, site *call) *call {
	l := m.load(lockerOf(at))
	i, ok := l.(iface)
	if !ok {
		return nil
	}
	sel := m.prog.MethodSets.MethodSet(i.typ).Lookup(nil, name)
	if sel == nil {
		return nil
	}
	return &call{site: site.site, method: sel.Obj().(*types.Func), recv: i, typ: types.NewTuple()}
}

// condWaits unlocks, waits for a signal, and locks again.
func condWaits(m *machine, g *goroutine, c *call) (value, status) {
	at, st := m.syncCell(c)
	if st != done {
		return nil, st
	}
	cd := conditionAt(at)
	if g.cond == nil {
		un := m.condLock(at, "Unlock", c)
		if un == nil {
			return nil, lost // the lock is not known
		}
		if _, st := m.perform(g, un); st != done {
			return nil, lost
		}
		g.cond = &condWait{}
		cd.waiting = append(cd.waiting, g.cond)
	}
	if w := g.cond; !w.woken {
		return nil, m.block(g, &wait{instr: c.site, kind: "Wait", on: []any{at}, ready: func() bool { return w.woken }})
	}
	again := m.condLock(at, "Lock", c)
	if again == nil {
		return nil, lost
	}
	if _, st := m.perform(g, again); st == pushed {
		return nil, lost // a lock of the package's own
	} else if st != done {
		return nil, st
	}
	g.cond = nil
	return tuple{}, done
}

func condSignal(all bool) model {
	return func(m *machine, g *goroutine, c *call) (value, status) {
		at, st := m.syncCell(c)
		if st != done {
			return nil, st
		}
		cd := conditionAt(at)
		n := min(1, len(cd.waiting))
		if all {
			n = len(cd.waiting)
		}
		for _, w := range cd.waiting[:n] {
			w.woken = true
		}
		cd.waiting = cd.waiting[n:]
		return tuple{}, done
	}
}
