package stuck

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/ruledoc"
	"github.com/asyncport/asyncport/analyzers/stuck/explore"
	"github.com/asyncport/asyncport/analyzers/suppress"
)

//go:embed doc.go
var doc string

// Analyzer finds goroutines that can never finish.
var Analyzer = &analysis.Analyzer{
	Name: "stuck",
	Doc:  ruledoc.Must(doc, "stuck"),
	URL:  "https://github.com/asyncport/asyncport/blob/main/docs/rules/stuck.md",
	Run:  suppress.Run(run),
}

func run(pass *analysis.Pass) (any, error) {
	if catalog.SpeaksFor(pass) {
		return nil, nil
	}
	for _, f := range explore.Package(pass, explore.DefaultBudget) {
		if op, ok := operationAt(pass, f.Pos); ok {
			pass.Report(diagnostic(pass, f, op))
		}
	}
	return nil, nil
}
