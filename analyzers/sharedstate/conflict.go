package sharedstate

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// conflict is two accesses that nothing keeps apart.
type conflict struct {
	a, b     seen // at least one writes; a is the one to look at first
	inA, inB *thread
}

// conflicts returns the conflicts between the frame and its goroutines, among
// the goroutines, and of a goroutine with other instances of itself.
func (t *tracer) conflicts() []conflict {
	var found []conflict
	for _, th := range t.threads {
		if th.parent == t.main && !th.once && !th.multi {
			th.multi = !t.joined(th) && t.flow.reaches(th.at, th.at, t.joins(th, false))
		} else if th.parent != t.main && th.parent.multi && !th.once {
			th.multi = true
		}
	}
	for i, a := range t.threads {
		if a.multi && !exchanges(a) {
			found = append(found, t.pairs(a, a, t.unstable(a))...)
		}
		for _, b := range t.threads[i+1:] {
			if t.atOnce(a, b) {
				found = append(found, t.pairs(a, b, nil)...)
			}
		}
		if a.parent == t.main && !a.start.often {
			found = append(found, t.withFrame(a)...)
		}
	}
	for _, th := range append(t.threads, t.main) {
		th.accesses, th.comms = nil, nil // the conflicts outlive the trace
	}
	return found
}

// joins returns the places of the frame at which it hears from the thread; with
// all also those at which it may.
func (t *tracer) joins(th *thread, all bool) map[place]bool {
	stops := make(map[place]bool)
	for _, m := range t.main.comms {
		if m.at == nowhere {
			continue
		}
		if m.kind == waits || m.kind == unknown && all {
			stops[m.at] = true
		}
		for _, c := range th.comms {
			if hears(m, c) {
				stops[m.at] = true
			}
		}
	}
	return stops
}

// joined reports whether the very call that starts the thread also waits for it.
func (t *tracer) joined(th *thread) bool {
	for _, m := range t.main.comms[th.before:] {
		if m.at != th.at {
			continue
		}
		if m.kind == waits {
			return true
		}
		for _, c := range th.comms {
			if hears(m, c) {
				return true
			}
		}
	}
	return false
}

// exchanges reports whether instances of the thread may take turns: it both
// sends on a channel and receives from it, as with a token.
func exchanges(th *thread) bool {
	for _, a := range th.comms {
		for _, b := range th.comms {
			if hears(a, b) && a.kind == takes {
				return true
			}
		}
	}
	return false
}

// atOnce reports whether two goroutines run at once and nothing tells one how far
// the other is.
func (t *tracer) atOnce(a, b *thread) bool {
	if a.parent != t.main || b.parent != t.main || a.at == b.at || t.joined(a) || t.joined(b) {
		return false
	}
	for _, x := range a.comms {
		for _, y := range b.comms {
			if hears(x, y) || hears(y, x) {
				return false
			}
		}
	}
	return t.flow.reaches(a.at, b.at, t.joins(a, true)) || t.flow.reaches(b.at, a.at, t.joins(b, true))
}

// withFrame returns the conflicts between a goroutine and what the frame does
// after it started the goroutine and before it hears from it.
func (t *tracer) withFrame(th *thread) []conflict {
	if t.joined(th) {
		return nil
	}
	for _, c := range th.comms {
		for _, m := range t.main.comms {
			if hears(c, m) {
				return nil
			}
		}
	}
	stops := t.joins(th, true)
	var found []conflict
	for _, x := range t.main.accesses {
		if stops[x.at] {
			continue
		}
		// Beyond its declaration there is another variable of the name.
		until := stops
		if decl, ok := t.flow.declared[x.path.Root]; ok {
			until = map[place]bool{decl: true}
			for p := range stops {
				until[p] = true
			}
		}
		if !t.flow.reaches(th.at, x.at, until) || t.ownCopy(x.path, th) {
			continue
		}
		for _, y := range th.accesses {
			if c, ok := t.clash(x, y, t.main, th); ok {
				found = append(found, c)
			}
		}
	}
	return found
}

// ownCopy reports whether the path begins at a variable of a loop clause: each
// iteration has its own.
func (t *tracer) ownCopy(p lockset.Path, th *thread) bool {
	for n := ast.Node(th.loop); n != nil; n = t.prog.parent[n] {
		switch n := n.(type) {
		case *ast.ForStmt:
			if n.Init != nil && contains(n.Init, p.Root.Pos()) {
				return true
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE && n.Pos() <= p.Root.Pos() && p.Root.Pos() < n.Body.Pos() {
				return true
			}
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		}
	}
	return false
}

func contains(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }

// unstable returns a test for paths that differ from instance to instance of the
// thread: their variable is declared in the loop that starts it.
func (t *tracer) unstable(th *thread) func(lockset.Path) bool {
	return func(p lockset.Path) bool {
		return th.loop != nil && contains(th.loop, p.Root.Pos())
	}
}

func (t *tracer) pairs(a, b *thread, skip func(lockset.Path) bool) []conflict {
	var found []conflict
	for i, x := range a.accesses {
		if skip != nil && skip(x.path) {
			continue
		}
		others := b.accesses
		if a == b {
			others = b.accesses[i:]
		}
		for _, y := range others {
			if c, ok := t.clash(x, y, a, b); ok {
				found = append(found, c)
			}
		}
	}
	return found
}

// clash reports whether two accesses are of the same data, one of them a
// write, with no lock in common.
func (t *tracer) clash(x, y seen, inX, inY *thread) (conflict, bool) {
	if x.path != y.path || !x.role.writes() && !y.role.writes() || t.moves(x.path) {
		return conflict{}, false
	}
	// Through a third goroutine one may know how far the other is.
	if inX != inY && (x.heard && inY.tells() || y.heard && inX.tells()) {
		return conflict{}, false
	}
	for _, p := range x.held {
		for _, q := range y.held {
			if p == q {
				return conflict{}, false
			}
		}
	}
	if blame(y) > blame(x) {
		x, y, inX, inY = y, x, inY, inX
	}
	return conflict{x, y, inX, inY}, true
}

// blame orders accesses: the one that holds no lock at all is more likely the
// mistake than the one that does, and a write more than a read.
func blame(s seen) int {
	n := 0
	if len(s.held) == 0 {
		n += 2
	}
	if s.role.writes() {
		n++
	}
	return n
}

// moves reports whether something on the way of the path is given another
// value in the trace, so that the path may lead to different data.
func (t *tracer) moves(p lockset.Path) bool {
	if t.moved == nil {
		t.moved = make(map[pathKey]bool)
		for _, th := range append([]*thread{t.main}, t.threads...) {
			for _, a := range th.accesses {
				if a.role.writes() && !a.content && (th != t.main || t.afterStart(a.at)) {
					t.moved[pathKey{a.path.Root, a.path.Rest}] = true
				}
			}
		}
	}
	for rest := p.Rest; rest != ""; {
		if cut, ok := strings.CutSuffix(rest, contentMark); ok {
			rest = cut
		} else {
			rest = rest[:strings.LastIndexByte(rest, '.')]
		}
		if t.moved[pathKey{p.Root, rest}] {
			return true
		}
	}
	return false
}

// afterStart reports whether a place of the frame comes after the start of any
// goroutine.
func (t *tracer) afterStart(at place) bool {
	for _, th := range t.threads {
		if t.flow.reaches(th.at, at, nil) {
			return true
		}
	}
	return false
}

type pathKey struct {
	root *types.Var
	rest string
}
