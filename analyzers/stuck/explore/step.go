package explore

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// visible reports whether the next instruction of g may matter to others.
func (m *machine) visible(g *goroutine) bool {
	if len(g.frames) == 0 {
		return true
	}
	f := g.top()
	switch in := f.block.Instrs[f.pc].(type) {
	case *ssa.Send, *ssa.Select:
		return true
	case *ssa.UnOp:
		return in.Op == token.ARROW
	case *ssa.Call:
		if b, ok := in.Call.Value.(*ssa.Builtin); ok {
			return b.Name() == "close"
		}
		fn := in.Call.StaticCallee()
		return fn != nil && m.layouts.of(fn).loud
	case *ssa.RunDefers:
		return len(f.defers) > 0
	}
	return false
}

// step runs one instruction of g.
func (m *machine) step(g *goroutine) {
	if len(g.frames) == 0 {
		m.settle(g, m.begin(g))
		return
	}
	f := g.top()
	in := f.block.Instrs[f.pc]
	r, st := m.exec(g, f, in)
	if st == done {
		if v, ok := in.(ssa.Value); ok {
			f.set(v, r)
		}
		f.pc++
	}
	m.settle(g, st)
}

func (m *machine) settle(g *goroutine, st status) {
	switch st {
	case lost:
		g.state = abandoned
	case crash:
		m.crashed = true
	}
}

// begin does the call of a go statement whose function is not followed.
func (m *machine) begin(g *goroutine) status {
	if g.first == nil {
		g.state = finished
		return done
	}
	_, st := m.perform(g, g.first)
	switch st {
	case done:
		g.state = finished
	case pushed:
		g.first = nil
	}
	return st
}

// jump goes to a block and gives its phis their values.
func (m *machine) jump(g *goroutine, f *frame, to *ssa.BasicBlock) status {
	f.visits[to.Index]++
	if f.visits[to.Index] > maxVisits {
		return lost
	}
	edge := 0
	for i, p := range to.Preds {
		if p == f.block {
			edge = i
		}
	}
	var phis []value
	for _, in := range to.Instrs {
		phi, ok := in.(*ssa.Phi)
		if !ok {
			break
		}
		phis = append(phis, m.eval(f, phi.Edges[edge]))
	}
	for i, v := range phis {
		f.set(to.Instrs[i].(*ssa.Phi), v)
	}
	f.block, f.pc = to, len(phis)
	return pushed // the program counter is set
}

// branch decides which way an if goes.
func (m *machine) branch(g *goroutine, f *frame, in *ssa.If) status {
	outcome, st := m.decide(f, m.eval(f, in.Cond), in)
	if st != done {
		return st
	}
	if outcome {
		return m.jump(g, f, f.block.Succs[0])
	}
	return m.jump(g, f, f.block.Succs[1])
}

func (m *machine) decide(f *frame, cond value, in *ssa.If) (bool, status) {
	if b, ok := truth(cond); ok {
		return b, done
	}
	s, ok := cond.(*symbol)
	if !ok || s.opaque {
		return false, lost
	}
	if s.test != nil {
		if r := s.test.known(); r != unknown {
			return r == isTrue, done
		}
	}
	// By default the way that was taken less often, so that loops end.
	first := f.visits[f.block.Succs[0].Index] <= f.visits[f.block.Succs[1].Index]
	outcome := true
	if !f.enters() {
		outcome = first == (m.choose(2) == 0)
	}
	s.truth = toTri(outcome)
	if s.test != nil {
		s.test.assume(outcome)
	}
	text := "this is false"
	if outcome {
		text = "this is true"
	}
	m.note(in.Cond.Pos(), text)
	return outcome, done
}

// enters reports whether the next branch decides if a loop runs at all. It is taken
// to run: that nobody asks for no work is more often known than written down.
func (f *frame) enters() bool {
	body := f.block.Succs[0]
	return (body.Comment == "for.body" || strings.HasPrefix(body.Comment, "range")) && strings.HasSuffix(body.Comment, ".body") &&
		body.Comment != "rangechan.body" && f.visits[body.Index] == 0
}

// truth returns the known value of a condition.
func truth(v value) (b, ok bool) {
	switch v := concrete(v).(type) {
	case *symbol:
		if v.truth != unknown {
			return v.truth == isTrue, true
		}
	case constant.Value:
		return v.Kind() == constant.Bool && constant.BoolVal(v), true
	}
	return false, false
}

// ret completes the call of the topmost activation.
func (m *machine) ret(g *goroutine, f *frame, results []value) status {
	var r value
	switch len(results) {
	case 0:
		r = tuple{}
	case 1:
		r = results[0]
	default:
		r = tuple(results)
	}
	g.frames = g.frames[:len(g.frames)-1]
	if m.test && m.inTest(f.fn) {
		m.held = append(m.held, f.regs)
	}
	if f.after != nil {
		f.after(r)
	}
	if len(g.frames) == 0 {
		g.state = finished
		return pushed
	}
	g.complete(f.site, r)
	return pushed
}

// complete gives the instruction at which g stands its result. Deferred calls
// have none: their instruction runs until no call is left.
func (g *goroutine) complete(site ssa.Instruction, r value) {
	f := g.top()
	if _, ok := site.(*ssa.RunDefers); ok || site == nil {
		return
	}
	if v, ok := site.(ssa.Value); ok {
		f.set(v, r)
	}
	f.pc++
}

// eval returns the value of an operand.
func (m *machine) eval(f *frame, v ssa.Value) value {
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value != nil {
			return v.Value
		}
		if v.IsNil() {
			return null{}
		}
		return m.zero(v.Type())
	case *ssa.Global:
		return m.cellOf(v)
	case *ssa.Function:
		return &closure{fn: v}
	case *ssa.Builtin:
		return null{}
	}
	if i, ok := f.slots[v]; ok && f.regs[i] != nil {
		return f.regs[i]
	}
	return m.opaque(v.Type())
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}
