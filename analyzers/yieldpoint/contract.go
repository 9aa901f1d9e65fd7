package yieldpoint

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/internal/directive"
)

// breaksContract is what a function that promises not to block must not reach for
// certain. A lock of its own makes nobody wait for long, unless its critical section
// does, which counts.
var breaksContract = catalog.SetOf(catalog.Net, catalog.DB, catalog.Process, catalog.Chan, catalog.Select,
	catalog.Wait, catalog.Sleep, catalog.Await, catalog.File, catalog.Syscall, catalog.Cgo, catalog.Stdio, catalog.IO)

// reportContracts reports the functions that are declared nonblocking and are
// not. Soft reasons do not count: an interface may be there for the sake of an
// implementation that does not wait.
func (s *state) reportContracts() {
	for _, n := range s.nodes {
		if n.decl == nil || n.assumed != nil || !promises(directive.ForFunc(n.decl)) {
			continue
		}
		for _, f := range n.out.yields {
			if f.Hard && breaksContract.Has(f.Kind) {
				s.reportContract(n, f)
				break // the most telling kind
			}
		}
	}
}

func promises(ds []directive.Directive) bool {
	return slices.ContainsFunc(ds, func(d directive.Directive) bool { return d.Verb == directive.Nonblocking })
}

func (s *state) reportContract(n *node, f found) {
	hops := Chain(s.byName, n.name, f.Kind)
	s.pass.Report(analysis.Diagnostic{
		Pos:      n.decl.Name.Pos(),
		Category: "contract",
		Message:  fmt.Sprintf("%s is declared nonblocking, but may block on %s: %s", n.fn.Name(), f.Kind, chainText(hops)),
		Related:  s.related(n, f.Kind, hops),
	})
}
