package explore

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// call is a call whose operands are evaluated.
type call struct {
	site ssa.Instruction
	// One of these is called: a function value, a builtin, a method of recv.
	fn      value
	builtin string
	method  *types.Func
	recv    value
	args    []value
	typ     types.Type // of the result
}

// prepare evaluates the operands of a call.
func (m *machine) prepare(f *frame, site ssa.Instruction, cc *ssa.CallCommon) *call {
	c := &call{site: site, typ: cc.Signature().Results()}
	for _, a := range cc.Args {
		c.args = append(c.args, m.eval(f, a))
	}
	switch {
	case cc.IsInvoke():
		c.method, c.recv = cc.Method, m.eval(f, cc.Value)
	default:
		if b, ok := cc.Value.(*ssa.Builtin); ok {
			c.builtin = b.Name()
			if in, ok := site.(ssa.Value); ok {
				c.typ = in.Type()
			}
			break
		}
		c.fn = m.eval(f, cc.Value)
	}
	return c
}

// resolve makes a call of a method of a known value a call of a function.
func (m *machine) resolve(c *call) status {
	if c.method == nil {
		return done
	}
	switch r := c.recv.(type) {
	case null:
		return crash
	case iface:
		sel := m.prog.MethodSets.MethodSet(r.typ).Lookup(c.method.Pkg(), c.method.Name())
		if sel == nil || types.IsInterface(r.typ) {
			return done
		}
		fn := m.prog.MethodValue(sel)
		if fn == nil {
			return done
		}
		c.fn, c.method = &closure{fn: fn}, nil
		c.args = append([]value{r.v}, c.args...)
	case *symbol:
		if r.nilness == isTrue {
			return crash
		}
		r.nilness = isFalse
	}
	return done
}

// perform does a call. With pushed, the function was entered.
func (m *machine) perform(g *goroutine, c *call) (value, status) {
	if c.builtin != "" {
		return m.builtin(c)
	}
	if st := m.resolve(c); st != done {
		return nil, st
	}
	if c.method != nil {
		if ctx, ok := c.recv.(*contextObj); ok {
			return m.contextMethod(ctx, c)
		}
		if m.endsBy(c.method) {
			return nil, crash
		}
		return m.unknownMethod(c), done
	}
	switch fn := c.fn.(type) {
	case null:
		return nil, crash
	case *closure:
		if fn.native != nil {
			return fn.native(m, g, c.args)
		}
		return m.callFunction(g, c, fn)
	}
	m.handOver(c)
	return m.result(c), done
}

func (m *machine) callFunction(g *goroutine, c *call, fn *closure) (value, status) {
	if m.isFollowed(fn.fn) {
		if len(g.frames) >= maxDepth {
			return nil, lost
		}
		g.enter(m.layouts.entered(fn.fn), fn.fn, fn.free, c.args, c.site)
		g.top().dynamic = dynamic(c.site)
		return nil, pushed
	}
	l := m.layouts.of(fn.fn)
	if l.model != nil {
		return l.model(m, g, c)
	}
	if m.ends(l.name, fn.fn.Name()) {
		return nil, crash
	}
	if !l.mild || slices.ContainsFunc(c.args, isFunction) {
		m.handOver(c)
	}
	if makesErrors[l.name] {
		return m.nonNil(resultType(c)), done
	}
	r := m.result(c)
	if t, ok := r.(tuple); ok && neverFails[l.name] {
		t[len(t)-1] = null{}
	}
	return r, done
}

// isFunction reports whether an interface holds a function, which whom it is given to
// may call, as runtime.SetFinalizer does.
func isFunction(v value) bool {
	i, ok := v.(iface)
	if !ok {
		return false
	}
	_, ok = i.v.(*closure)
	return ok
}

// dynamic reports whether a call names no function.
func dynamic(site ssa.Instruction) bool {
	in, ok := site.(ssa.CallInstruction)
	return ok && in.Common().StaticCallee() == nil
}

// unknownMethod calls a method of an unknown value: the same channel every time
// where it returns one and takes nothing, as Done of a context does.
func (m *machine) unknownMethod(c *call) value {
	m.handOver(c)
	if s, ok := c.recv.(*symbol); ok && !s.opaque && len(c.args) == 0 {
		if c.method.Name() == "Done" && c.method.FullName() == "(context.Context).Done" {
			return m.contextDone(s, resultType(c))
		}
		if t, ok := c.typ.(*types.Tuple); ok && t.Len() == 1 {
			if _, ok := t.At(0).Type().Underlying().(*types.Chan); ok {
				return s.derived(m, c.method.Name()+"()", t.At(0).Type())
			}
		}
	}
	return m.result(c)
}

// handOver gives the operands of a call to unknown code.
func (m *machine) handOver(c *call) {
	for _, a := range c.args {
		m.escape(a)
	}
	if c.fn != nil {
		m.escape(c.fn)
	}
	if c.recv != nil {
		m.escape(c.recv)
	}
}

// goes starts a goroutine.
func (m *machine) goes(f *frame, in *ssa.Go) status {
	if len(m.goroutines) >= maxLive {
		return lost
	}
	c := m.prepare(f, in, &in.Call)
	if st := m.resolve(c); st != done {
		return st
	}
	g := m.spawn(in)
	if fn, ok := c.fn.(*closure); ok && fn.native == nil && m.isFollowed(fn.fn) {
		g.enter(m.layouts.entered(fn.fn), fn.fn, fn.free, c.args, nil)
		return done
	}
	g.first = c
	return done
}

// runDefers runs the deferred calls, the last one first; the instruction is
// repeated until none is left.
func (m *machine) runDefers(g *goroutine, f *frame, in *ssa.RunDefers) status {
	if len(f.defers) == 0 {
		return done
	}
	c := f.defers[len(f.defers)-1]
	last := *c
	last.site = in
	_, st := m.perform(g, &last)
	switch st {
	case done, pushed:
		f.defers = f.defers[:len(f.defers)-1]
		return pushed // this instruction again
	case blocked:
		g.wait.at = c.site.Pos()
	}
	return st
}

func (m *machine) builtin(c *call) (value, status) {
	switch c.builtin {
	case "close":
		return tuple{}, m.closes(c.args[0])
	case "len", "cap":
		return m.length(c.builtin, c.args[0], c.typ), done
	case "append":
		return m.appended(c.args[0], c.args[1], c.typ), done
	case "delete":
		return tuple{}, m.deleted(c.args[0], c.args[1])
	case "print", "println":
		return tuple{}, done
	case "recover":
		return null{}, done
	case "ssa:wrapnilchk":
		return c.args[0], done
	case "min", "max":
		return m.opaque(c.typ), done
	case "copy", "clear":
		for _, a := range c.args {
			m.escape(a)
		}
		return m.opaque(c.typ), done
	}
	return m.opaque(c.typ), done
}

func (m *machine) length(name string, x value, t types.Type) value {
	switch x := x.(type) {
	case slice:
		if name == "cap" {
			return integer(int64(x.room))
		}
		return integer(int64(len(x.cells)))
	case null:
		return integer(0)
	case *mapping:
		if !x.foreign {
			return integer(int64(len(x.entries)))
		}
	case *channel:
		if !x.foreign && !x.roomy && name == "cap" {
			return integer(int64(x.room))
		}
		if !x.foreign && name == "len" {
			return integer(int64(len(x.buf)))
		}
	case *symbol:
		if !x.opaque && name == "len" {
			if _, ok := x.typ.Underlying().(*types.Chan); !ok {
				return x.len(m)
			}
		}
	}
	return m.opaque(t)
}
