package sharedstate

import (
	_ "embed"
	"reflect"

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

// Analyzer finds unprotected state shared by goroutines of one package.
var Analyzer = &analysis.Analyzer{
	Name:       "sharedstate",
	Doc:        ruledoc.Must(doc, "sharedstate"),
	URL:        "https://github.com/asyncport/asyncport/blob/main/docs/rules/sharedstate.md",
	Run:        suppress.Run(run),
	ResultType: reflect.TypeFor[*Result](),
	Requires:   []*analysis.Analyzer{flow.Analyzer, yieldpoint.Analyzer, lockset.Analyzer},
}

func run(pass *analysis.Pass) (any, error) {
	if catalog.Std(pass.Pkg.Path()) {
		return &Result{}, nil
	}
	p := newProgram(pass)
	found, res := p.follow()
	for _, c := range p.distinct(found) {
		pass.Report(p.diagnostic(c))
	}
	return res, nil
}
