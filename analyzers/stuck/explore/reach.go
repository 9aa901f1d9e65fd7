package explore

// escape marks everything that v refers to as known to code that is not followed.
func (m *machine) escape(v value) {
	switch v := v.(type) {
	case *cell:
		m.escapeCell(v)
	case *channel:
		if v.foreign {
			return
		}
		v.foreign = true
		for _, b := range v.buf {
			m.escape(b)
		}
	case *closure:
		for _, f := range v.free {
			m.escape(f)
		}
	case *mapping:
		if v.foreign {
			return
		}
		v.foreign = true
		for _, e := range v.entries {
			m.escape(e.key)
			m.escape(e.val)
		}
	case slice:
		for _, c := range v.cells {
			m.escapeCell(c)
		}
	case iface:
		m.escape(v.v)
	case aggregate:
		for _, e := range v.elems {
			m.escape(e)
		}
	case tuple:
		for _, e := range v {
			m.escape(e)
		}
	}
}

func (m *machine) escapeCell(c *cell) {
	if c.foreign {
		return // so is all behind it
	}
	c.foreign, c.opaque = true, true
	for _, p := range c.parts {
		if p != nil {
			m.escapeCell(p)
		}
	}
	m.escape(c.v)
	switch s := c.sync.(type) {
	case *group:
		s.unknown = true
	case *atomicValue:
		m.escape(s.v)
	}
}

// reach is the set of objects that may still be used.
type reach struct {
	seen map[any]bool
}

func newReach() *reach { return &reach{make(map[any]bool)} }

func (r *reach) add(v value) {
	switch v := v.(type) {
	case *cell:
		r.cell(v)
	case *channel:
		if r.mark(v) {
			for _, b := range v.buf {
				r.add(b)
			}
		}
	case *closure:
		if r.mark(v) {
			for _, f := range v.free {
				r.add(f)
			}
		}
	case *mapping:
		if r.mark(v) {
			for _, e := range v.entries {
				r.add(e.key)
				r.add(e.val)
			}
		}
	case *iterator:
		r.add(v.m)
	case slice:
		for _, c := range v.cells {
			r.cell(c)
		}
	case iface:
		r.add(v.v)
	case aggregate:
		for _, e := range v.elems {
			r.add(e)
		}
	case tuple:
		for _, e := range v {
			r.add(e)
		}
	case *symbol:
		if v.target != nil {
			r.cell(v.target)
		}
	}
}

func (r *reach) mark(x any) bool {
	if r.seen[x] {
		return false
	}
	r.seen[x] = true
	return true
}

func (r *reach) cell(c *cell) {
	if !r.mark(c) {
		return
	}
	for _, p := range c.parts {
		if p != nil {
			r.cell(p)
		}
	}
	if c.v != nil {
		r.add(c.v)
	}
	if s, ok := c.sync.(*atomicValue); ok {
		r.add(s.v)
	}
}

// goroutine adds all that g may use.
func (r *reach) goroutine(g *goroutine) {
	for _, f := range g.frames {
		for _, v := range f.regs {
			r.add(v)
		}
		for _, d := range f.defers {
			r.call(d)
		}
	}
	if g.first != nil {
		r.call(g.first)
	}
	if g.counted != nil {
		r.cell(g.counted)
	}
}

func (r *reach) call(c *call) {
	r.add(c.fn)
	r.add(c.recv)
	for _, a := range c.args {
		r.add(a)
	}
}

func (r *reach) has(x any) bool {
	switch x := x.(type) {
	case *channel:
		return x.foreign || r.seen[x]
	case *cell:
		return x.foreign || r.seen[x]
	}
	return true
}

// tester adds what the code of the test had in its hands: any other caller could have
// gone on to use that, whatever the test does with it.
func (r *reach) tester(m *machine) {
	for _, regs := range m.held {
		for _, v := range regs {
			r.add(v)
		}
	}
	for _, g := range m.goroutines {
		for _, f := range g.frames {
			if !m.inTest(f.fn) {
				continue
			}
			for _, v := range f.regs {
				r.add(v)
			}
		}
	}
}

// stuck returns the goroutines that wait for ever, even if those go on to whom r is
// known.
func (m *machine) stuck(r *reach) []*goroutine {
	for _, v := range m.results {
		r.add(v)
	}
	for _, c := range m.global {
		r.cell(c)
	}
	waits := make(map[*goroutine]bool)
	for _, g := range m.goroutines {
		switch {
		case g.state == waiting:
			waits[g] = true
		case g.state != finished:
			r.goroutine(g)
		}
	}
	for changed := true; changed; {
		changed = false
		for _, g := range m.goroutines {
			if waits[g] && r.wakes(g, waits) {
				delete(waits, g)
				r.goroutine(g)
				changed = true
			}
		}
	}
	var list []*goroutine
	for _, g := range m.goroutines {
		if waits[g] {
			list = append(list, g)
		}
	}
	return list
}

// wakes reports whether somebody may end g's wait.
func (r *reach) wakes(g *goroutine, waits map[*goroutine]bool) bool {
	if g.can() {
		return true
	}
	for _, x := range g.wait.on {
		c, ok := x.(*cell)
		if !ok {
			if r.has(x) {
				return true
			}
			continue
		}
		switch s := c.sync.(type) {
		case *mutex:
			if s.opens(g, waits, r.has(c)) {
				return true
			}
		case *once:
			if s.by == nil || s.by != g && !waits[s.by] {
				return true
			}
		default:
			if r.has(x) {
				return true
			}
		}
	}
	return false
}

// opens reports whether everybody that g waits for may still unlock: only who
// holds a lock unlocks it, unless it is gone and others know the lock.
func (mu *mutex) opens(g *goroutine, waits map[*goroutine]bool, known bool) bool {
	ends := func(b *goroutine) bool {
		if b.state == finished {
			return known
		}
		return b != g && !waits[b]
	}
	if mu.locked && !ends(mu.writer) {
		return false
	}
	if g.wait.kind == "lock" {
		for b := range mu.readers {
			if !ends(b) {
				return false
			}
		}
		return true
	}
	for w := range mu.writers {
		if w != g && waits[w] {
			return false
		}
	}
	return true
}
