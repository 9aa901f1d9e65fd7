package explore

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// Finding is an operation in which a goroutine waits for ever.
type Finding struct {
	Pos  token.Pos
	Kind string // what it does: send, receive, select, lock, read lock, Wait, Do
	// Root is the function from which the run started.
	Root *ssa.Function
	// Stack are the calls and the go statement by which the goroutine came to the
	// operation, innermost first.
	Stack []Hop
	// Made is where the thing it waits for was made; not valid if there are several.
	Made token.Pos
	// Others are the operations in which other goroutines of the run are stuck.
	Others []Hop
	// Decisions are those that the run took, in order.
	Decisions []Hop
}

// Hop is a place and what happens there.
type Hop struct {
	Pos  token.Pos
	Text string
}

// report notes the goroutines that are stuck at the end of a run, and reports
// whether that was news.
func (s *search) report(fn *ssa.Function, m *machine) (fresh bool) {
	if m.crashed || ended(fn, m) {
		return false
	}
	stuck := m.stuck()
	for _, g := range stuck {
		pos := g.wait.position()
		if !pos.IsValid() || s.found[pos] {
			continue
		}
		s.found[pos], fresh = true, true
		f := Finding{Pos: pos, Kind: g.wait.kind, Root: fn, Stack: g.stack()}
		f.Made = g.wait.made()
		for _, o := range stuck {
			if o != g {
				f.Others = append(f.Others, Hop{o.wait.position(), o.wait.kind})
			}
		}
		for _, d := range m.decisions {
			f.Decisions = append(f.Decisions, Hop{d.pos, d.text})
		}
		s.findings = append(s.findings, f)
	}
	return fresh
}

// ended reports whether the run ended the program: the main function returned.
func ended(fn *ssa.Function, m *machine) bool {
	return fn.Pkg != nil && fn.Pkg.Pkg.Name() == "main" && fn.Parent() == nil && fn.Signature.Recv() == nil &&
		fn.Name() == "main" && m.goroutines[0].state == finished
}

// position is where the wait stands in the source.
func (w *wait) position() token.Pos {
	if w.at.IsValid() {
		return w.at
	}
	return w.instr.Pos()
}

func (w *wait) made() token.Pos {
	if len(w.on) != 1 {
		return token.NoPos
	}
	switch x := w.on[0].(type) {
	case *channel:
		return x.made
	case *cell:
		return x.made
	}
	return token.NoPos
}

// stack returns the calls by which g came to where it waits.
func (g *goroutine) stack() []Hop {
	var hops []Hop
	for i := len(g.frames) - 1; i >= 0; i-- {
		if f := g.frames[i]; f.site != nil && f.site.Pos().IsValid() {
			hops = append(hops, Hop{f.site.Pos(), "called here"})
		}
	}
	if g.start != nil {
		hops = append(hops, Hop{g.start.Pos(), "the goroutine is started here"})
	}
	return hops
}
