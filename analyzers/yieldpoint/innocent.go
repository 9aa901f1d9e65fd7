package yieldpoint

import (
	"fmt"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/internal/directive"
)

// telling is what an innocent-looking function is reported for.
var telling = catalog.Marked &^ catalog.SetOf(catalog.Await)

// reportInnocent reports functions whose name promises that they do not wait. Of the
// methods of one name that wait in one and the same function only the first is reported: they
// have one cause. Tests are left out: nobody is surprised there.
func (s *state) reportInnocent() {
	found := s.innocent()
	type cause struct{ what, callee string }
	more := make(map[cause]int)
	key := func(i innocent) cause {
		if i.node.fn == nil || i.node.sig.Recv() == nil {
			return cause{} // an initialization runs by itself
		}
		return cause{i.what, i.hops[0].Callee}
	}
	for _, i := range found {
		more[key(i)]++
	}
	done := make(map[cause]bool)
	for _, i := range found {
		k := key(i)
		if k.callee == "" {
			s.report(i, 0)
		} else if !done[k] {
			s.report(i, more[k]-1)
		}
		done[k] = true
	}
}

// An innocent function looks as if it did not wait, and does.
type innocent struct {
	node *node
	what string
	why  found
	hops []Hop
}

func (s *state) innocent() []innocent {
	var list []innocent
	for _, n := range s.nodes {
		what := n.innocence()
		if what == "" || n.decl != nil && promises(directive.ForFunc(n.decl)) {
			continue
		}
		for _, f := range n.out.yields {
			if f.Hard && telling.Has(f.Kind) && !s.inTest(f.at.pos) {
				list = append(list, innocent{n, what, f, Chain(s.byName, n.name, f.Kind)})
				break
			}
		}
	}
	return list
}

func (s *state) inTest(pos token.Pos) bool {
	return strings.HasSuffix(s.pass.Fset.Position(pos).Filename, "_test.go")
}

// innocence says why nobody expects the node to wait; empty if it may.
func (n *node) innocence() string {
	switch {
	case n.fn == nil && n.lit == nil:
		return "package initialization"
	case n.fn == nil || takesContext(n.sig):
		return ""
	case n.sig.Recv() == nil && n.fn.Name() == "init":
		return "package initialization"
	case innocentMethod(n.fn):
		return "method " + n.fn.Name()
	}
	return ""
}

// report reports an innocent function, and how many more there are like it.
func (s *state) report(i innocent, more int) {
	pos := i.why.at.pos
	if i.node.decl != nil {
		pos = i.node.decl.Name.Pos()
	}
	others := ""
	if more > 0 {
		others = fmt.Sprintf(" (and %d more like it)", more)
	}
	s.pass.Report(analysis.Diagnostic{
		Pos:      pos,
		Category: "hidden-yield",
		Message:  fmt.Sprintf("%s may block on %s: %s%s", i.what, i.why.Kind, chainText(i.hops), others),
		Related:  s.related(i.node, i.why.Kind, i.hops),
	})
}

// chainText writes a chain in one line.
func chainText(hops []Hop) string {
	names := make([]string, len(hops))
	for i, h := range hops {
		names[i] = ShortName(h.What)
	}
	return strings.Join(names, " -> ")
}

// related gives one entry per hop. Hops in other packages have no position
// here; they stand at the last hop that has one and say where they are.
func (s *state) related(n *node, kind catalog.Kind, hops []Hop) []analysis.RelatedInformation {
	var list []analysis.RelatedInformation
	pos := token.NoPos
	for _, h := range hops {
		if n != nil {
			pos = n.foundPos(kind, pos)
		}
		list = append(list, analysis.RelatedInformation{Pos: pos, Message: fmt.Sprintf("%s: %s", h.Pos, h.What)})
		n = s.named(h.Callee)
	}
	return list
}

func (n *node) foundPos(kind catalog.Kind, otherwise token.Pos) token.Pos {
	for _, f := range n.out.yields {
		if f.Kind == kind {
			return f.at.pos
		}
	}
	return otherwise
}

func (s *state) named(name string) *node {
	for _, n := range s.nodes {
		if n.name == name {
			return n
		}
	}
	return nil
}
