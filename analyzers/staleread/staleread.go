package staleread

import (
	_ "embed"
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/flow"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
	"github.com/asyncport/asyncport/analyzers/ruledoc"
	"github.com/asyncport/asyncport/analyzers/suppress"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

//go:embed doc.go
var doc string

// Analyzer finds explicit code that goes by what it read before a yield.
var Analyzer = &analysis.Analyzer{
	Name:     "staleread",
	Doc:      ruledoc.Must(doc, "staleread"),
	URL:      "https://github.com/asyncport/asyncport/blob/main/docs/rules/staleread.md",
	Run:      suppress.Run(run),
	Requires: []*analysis.Analyzer{flow.Analyzer, yieldpoint.Analyzer, lockset.Analyzer},
}

func run(pass *analysis.Pass) (any, error) {
	if path := pass.Pkg.Path(); catalog.SpeaksFor(pass) || !isExplicit(path) || !importsRuntime(pass.Pkg) {
		return nil, nil
	}
	p := newProgram(pass)
	for _, body := range p.bodies {
		if !p.guarded(body) {
			p.check(body)
		}
	}
	return nil, nil
}

// check reports the findings of one body, one for each place.
func (p *program) check(body ast.Node) {
	seen := make(map[ast.Node]bool)
	p.analyse(body, func(f finding) {
		if seen[f.at] {
			return
		}
		w, by, ok := p.other(body, f.loc, f.fact.stale.Pos(), f.undoneBy)
		if !ok {
			return
		}
		seen[f.at] = true
		p.report(body, f, w, by)
	})
}
