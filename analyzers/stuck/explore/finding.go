package explore

import (
	"cmp"
	"go/token"
	"slices"
	"strings"

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
	// Started is true if the run started the goroutine, false if it is the one that called
	// Root.
	Started bool
	// Made is where the thing it waits for was made; not valid if there are several.
	Made token.Pos
	// Others are the operations in which other goroutines of the run are stuck.
	Others []Hop
	// Return is where Root returned in the run, if it did by a return statement.
	Return token.Pos
	// Decisions are those that the run took, in order.
	Decisions []Hop
}

// Hop is a place and what happens there.
type Hop struct {
	Pos  token.Pos
	Text string
}

// note takes down the goroutines that are stuck at the end of a run, and reports
// whether that was news.
func (s *search) note(fn *ssa.Function, m *machine) (fresh bool) {
	if m.crashed || ended(fn, m) {
		return false
	}
	for _, group := range s.groups(m) {
		if s.known(group) || !s.worthy(group) {
			continue
		}
		g := first(group)
		if m.test && m.guesses > 0 && s.waitsInTest(g) {
			continue // the environment of a test is not any
		}
		f := Finding{Pos: g.wait.position(), Kind: g.wait.kind, Root: fn, Stack: g.stack(), Started: g != m.goroutines[0], Made: g.wait.made(), Return: m.goroutines[0].returned}
		s.found[f.Pos], fresh = true, true
		for _, o := range group {
			if pos := o.wait.position(); !s.found[pos] {
				s.found[pos] = true
				f.Others = append(f.Others, Hop{pos, o.wait.kind})
			}
		}
		for _, d := range m.decisions[:min(len(m.decisions), maxDecisions)] {
			f.Decisions = append(f.Decisions, Hop{d.pos, d.text})
		}
		s.report.Findings = append(s.report.Findings, f)
	}
	return fresh
}

// groups returns the goroutines that are stuck, those together that wait for each
// other. Of a test, its own goroutines are, when the test leaves them behind; others
// only if no caller in the place of the test could help them either.
func (s *search) groups(m *machine) [][]*goroutine {
	if !slices.ContainsFunc(m.goroutines, func(g *goroutine) bool { return g.state == waiting }) {
		return nil // as after most runs
	}
	all := circles(m.stuck(newReach()))
	if !m.test {
		return all
	}
	helped := newReach()
	helped.tester(m)
	list := slices.DeleteFunc(all, func(group []*goroutine) bool { return !s.allInTest(group) })
	return append(list, slices.DeleteFunc(circles(m.stuck(helped)), s.allInTest)...)
}

// first returns the goroutine to report: the one that was blocked first, but who waits
// for others to be done is rarely the cause.
func first(group []*goroutine) *goroutine {
	for _, g := range group {
		if g.wait.kind != "Wait" && g.wait.kind != "Do" {
			return g
		}
	}
	return group[0]
}

// maxDecisions bounds how much of a run a finding tells.
const maxDecisions = 8

// known reports whether an operation of the group was told before: the group waits for
// it, or it for the group, so this is the same defect once more.
func (s *search) known(group []*goroutine) bool {
	return slices.ContainsFunc(group, func(g *goroutine) bool { return s.found[g.wait.position()] })
}

// worthy leaves out what was meant and what is reported elsewhere: a select without
// cases, in a test a receive from a channel with which nothing else is done, and a goroutine that takes a lock which it holds, unless a call through an
// interface or function value hides that from the analyzer of locks.
func (s *search) worthy(group []*goroutine) bool {
	for _, g := range group {
		if !g.wait.position().IsValid() {
			return false
		}
		if meant(g.wait.instr, s.waitsInTest(g)) {
			return false
		}
	}
	return len(group) > 1 || !group[0].locksItself()
}

// meant reports whether an operation says by itself that it waits for ever.
func meant(in ssa.Instruction, test bool) bool {
	switch in := in.(type) {
	case *ssa.Select:
		return len(in.States) == 0
	case *ssa.UnOp:
		ch, ok := in.X.(*ssa.MakeChan)
		return ok && test && len(*ch.Referrers()) == 1
	}
	return false
}

func (g *goroutine) locksItself() bool {
	for _, f := range g.frames {
		if f.dynamic {
			return false
		}
	}
	if len(g.wait.on) != 1 {
		return false
	}
	c, ok := g.wait.on[0].(*cell)
	if !ok {
		return false
	}
	mu, ok := c.sync.(*mutex)
	return ok && (mu.writer == g || mu.readers[g] > 0)
}

// circles groups the goroutines that wait for what another of the group could
// do, each group and the groups in the order in which they were blocked.
func circles(list []*goroutine) [][]*goroutine {
	slices.SortFunc(list, func(a, b *goroutine) int { return cmp.Compare(a.blocks, b.blocks) })
	of := make([]int, len(list))
	for i := range of {
		of[i] = i
	}
	for i, g := range list {
		r := newReach()
		r.goroutine(g)
		for j, o := range list {
			for _, x := range o.wait.on {
				if i != j && r.seen[x] && of[i] != of[j] {
					merge(of, of[i], of[j])
				}
			}
		}
	}
	var groups [][]*goroutine
	for i := range list {
		var group []*goroutine
		for j, g := range list {
			if of[j] == i {
				group = append(group, g)
			}
		}
		if len(group) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

func merge(of []int, a, b int) {
	for i := range of {
		if of[i] == max(a, b) {
			of[i] = min(a, b)
		}
	}
}

func (s *search) allInTest(group []*goroutine) bool {
	for _, g := range group {
		if !s.waitsInTest(g) {
			return false
		}
	}
	return true
}

// waitsInTest reports whether g waits in the source of a test.
func (s *search) waitsInTest(g *goroutine) bool {
	return s.isTest(g.wait.position())
}

func (s *search) isTest(pos token.Pos) bool {
	f := s.pass.Fset.File(pos)
	return f != nil && strings.HasSuffix(f.Name(), "_test.go")
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
