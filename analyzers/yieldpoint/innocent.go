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

// reportInnocent reports functions whose name promises that they do not wait.
func (s *state) reportInnocent() {
	for _, n := range s.nodes {
		what := n.innocence()
		if what == "" || n.decl != nil && promises(directive.ForFunc(n.decl)) {
			continue
		}
		for _, f := range n.out.yields {
			if f.Hard && telling.Has(f.Kind) {
				s.report(n, what, f)
				break
			}
		}
	}
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

func (s *state) report(n *node, what string, f found) {
	pos := f.at.pos
	if n.decl != nil {
		pos = n.decl.Name.Pos()
	}
	hops := Chain(s.byName, n.name, f.Kind)
	s.pass.Report(analysis.Diagnostic{
		Pos:      pos,
		Category: "hidden-yield",
		Message:  fmt.Sprintf("%s may block on %s: %s", what, f.Kind, chainText(hops)),
		Related:  s.related(n, f.Kind, hops),
	})
}

// chainText writes a chain in one line.
func chainText(hops []Hop) string {
	names := make([]string, len(hops))
	for i, h := range hops {
		names[i] = h.What
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
