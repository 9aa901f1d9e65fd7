package explore

import (
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// selectCase is a case of a select, or a send or receive by itself.
type selectCase struct {
	ch   *channel // nil for a nil channel
	send bool
	v    value // what is sent
}

func (m *machine) makeChan(size value, in *ssa.MakeChan) value {
	ch := &channel{made: in.Pos(), elem: in.Type().Underlying().(*types.Chan).Elem()}
	if n, ok := asInt(size); ok {
		ch.room = int(n)
	} else {
		ch.roomy = true
	}
	return ch
}

// asChannel returns the channel that v is; ok is false if that is not known.
func (m *machine) asChannel(v value) (ch *channel, ok bool) {
	switch v := v.(type) {
	case *channel:
		return v, true
	case null:
		return nil, true
	case *symbol:
		if v.opaque {
			return nil, false
		}
		if v.nilness == isTrue {
			return nil, true
		}
		if v.ch == nil {
			v.ch = &channel{foreign: true}
			if t, ok := v.typ.Underlying().(*types.Chan); ok {
				v.ch.elem = t.Elem()
			}
		}
		return v.ch, true
	}
	return nil, false
}

// partner returns a goroutine that is blocked in the opposite operation on ch,
// and the case of its select.
func (m *machine) partner(g *goroutine, ch *channel, send bool) (*goroutine, int) {
	var best *goroutine
	at := 0
	for _, o := range m.goroutines {
		if o == g || o.state != waiting {
			continue
		}
		for i, c := range o.wait.cases {
			if c.ch == ch && c.send == send && (best == nil || o.blocks < best.blocks) {
				best, at = o, i
			}
		}
	}
	return best, at
}

// open reports whether a case can go on without unknown code.
func (m *machine) open(g *goroutine, c selectCase) bool {
	switch {
	case c.ch == nil:
		return false
	case c.ch.closed:
		return true
	case c.send:
		if len(c.ch.buf) < c.ch.room {
			return true
		}
	case len(c.ch.buf) > 0:
		return true
	}
	o, _ := m.partner(g, c.ch, !c.send)
	return o != nil
}

// fire does a case that is open, or whose channel is foreign. It returns what
// was received.
func (m *machine) fire(g *goroutine, c selectCase) (v value, ok value, st status) {
	ch := c.ch
	if c.send {
		if ch.closed {
			return nil, nil, crash
		}
		if ch.foreign {
			m.escape(c.v)
		}
		if o, at := m.partner(g, ch, false); o != nil && len(ch.buf) == 0 {
			m.rendezvous(o, at, c.v, yes)
		} else if ch.roomy || len(ch.buf) < ch.room {
			ch.buf = append(ch.buf, c.v)
		}
		return nil, nil, done
	}
	if len(ch.buf) > 0 {
		v := ch.buf[0]
		ch.buf = ch.buf[1:]
		return v, yes, done
	}
	if o, at := m.partner(g, ch, true); o != nil {
		v := o.wait.cases[at].v
		m.rendezvous(o, at, nil, no)
		return v, yes, done
	}
	if ch.closed {
		return m.zero(ch.elem), no, done
	}
	if ch.signal {
		ch.closed = true
		return m.zero(ch.elem), no, done
	}
	if ch.elem == nil {
		return m.symbol(types.Typ[types.Invalid]), m.symbol(types.Typ[types.Bool]), done
	}
	if !m.closed.may(ch.elem) {
		return m.symbol(ch.elem), yes, done
	}
	return m.symbol(ch.elem), m.symbol(types.Typ[types.Bool]), done
}

// rendezvous completes the operation in which o is blocked.
func (m *machine) rendezvous(o *goroutine, at int, v, ok value) {
	in := o.wait.instr
	o.state, o.wait = runnable, nil
	f := o.top()
	switch in := in.(type) {
	case *ssa.UnOp:
		f.set(in, received(in.CommaOk, v, ok))
	case *ssa.Select:
		f.set(in, m.chosen(in, at, v, ok))
	}
	f.pc++
}

func received(commaOk bool, v, ok value) value {
	if commaOk {
		return tuple{v, ok}
	}
	return v
}

// chosen is the result of a select.
func (m *machine) chosen(in *ssa.Select, at int, v, ok value) value {
	r := tuple{integer(int64(at)), no}
	if ok != nil {
		r[1] = ok
	}
	for i, s := range in.States {
		if s.Dir != types.RecvOnly {
			continue
		}
		if i == at && v != nil {
			r = append(r, v)
		} else {
			r = append(r, m.zero(s.Chan.Type().Underlying().(*types.Chan).Elem()))
		}
	}
	return r
}

func (m *machine) send(g *goroutine, chv, v value, in *ssa.Send) status {
	ch, ok := m.asChannel(chv)
	if !ok {
		return lost
	}
	c := selectCase{ch, true, v}
	if m.open(g, c) || ch != nil && (ch.foreign || ch.roomy) {
		_, _, st := m.fire(g, c)
		return st
	}
	return m.block(g, m.waitFor(g, in, "send", []selectCase{c}))
}

func (m *machine) receive(g *goroutine, chv value, in *ssa.UnOp) (value, status) {
	ch, ok := m.asChannel(chv)
	if !ok {
		return nil, lost
	}
	c := selectCase{ch: ch}
	if m.open(g, c) || ch != nil && ch.foreign {
		v, ok, st := m.fire(g, c)
		return received(in.CommaOk, v, ok), st
	}
	return nil, m.block(g, m.waitFor(g, in, "receive", []selectCase{c}))
}

// waitFor is the wait of a goroutine of which no case is open.
func (m *machine) waitFor(g *goroutine, in ssa.Instruction, kind string, cases []selectCase) *wait {
	w := &wait{instr: in, kind: kind, cases: cases}
	for _, c := range cases {
		if c.ch != nil {
			w.on = append(w.on, c.ch)
		}
	}
	w.ready = func() bool {
		for _, c := range cases {
			if m.open(g, c) {
				return true
			}
		}
		return false
	}
	return w
}

// selects runs a select. A case of a foreign channel, or a send on one of unknown
// capacity, may be open or not; while a
// known one is open it is taken not to be, as time limits rarely are.
func (m *machine) selects(g *goroutine, f *frame, in *ssa.Select) (value, status) {
	cases := make([]selectCase, len(in.States))
	var open, maybe []int
	for i, s := range in.States {
		ch, ok := m.asChannel(m.eval(f, s.Chan))
		if !ok {
			return nil, lost
		}
		cases[i] = selectCase{ch: ch, send: s.Dir == types.SendOnly}
		if s.Send != nil {
			cases[i].v = m.eval(f, s.Send)
		}
		switch {
		case m.open(g, cases[i]):
			open = append(open, i)
		case ch != nil && (ch.foreign || ch.roomy && cases[i].send):
			maybe = append(maybe, i)
		}
	}
	const wait = -1 // or take the default
	options := append([]int(nil), open...)
	if len(open) == 0 && !g.force {
		options = append(options, wait)
	}
	if len(open) == 0 {
		options = append(options, maybe...)
	}
	g.force = false
	if len(options) == 0 {
		options = []int{wait}
	}
	at := options[m.choose(len(options))]
	if len(options) > 1 && len(open) == 0 && !in.Blocking { // what others have done with a channel is not known
		m.guesses++
	}
	if at == wait {
		if !in.Blocking {
			return m.chosen(in, -1, nil, nil), done
		}
		return nil, m.block(g, m.waitFor(g, in, "select", cases))
	}
	if len(options) > 1 {
		m.decisions = append(m.decisions, decision{in.States[at].Pos, "this case is chosen"})
	}
	v, ok, st := m.fire(g, cases[at])
	if st != done {
		return nil, st
	}
	return m.chosen(in, at, v, ok), done
}

func (m *machine) closes(v value) status {
	ch, ok := m.asChannel(v)
	if !ok {
		return lost
	}
	if ch == nil || ch.closed && !ch.foreign {
		return crash
	}
	ch.closed = true
	return done
}

// asInt returns the integer that v is known to be.
func asInt(v value) (int64, bool) {
	c, ok := concrete(v).(constant.Value)
	if !ok || c.Kind() != constant.Int {
		return 0, false
	}
	n, exact := constant.Int64Val(c)
	return n, exact
}

// concrete returns the constant that a symbol must be, or v.
func concrete(v value) value {
	if s, ok := v.(*symbol); ok && !s.opaque {
		if c, ok := s.exact(); ok {
			return c
		}
	}
	return v
}
