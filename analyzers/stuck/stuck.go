package stuck

import (
	_ "embed"
	"iter"
	"reflect"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/ruledoc"
	"github.com/asyncport/asyncport/analyzers/stuck/explore"
	"github.com/asyncport/asyncport/analyzers/suppress"
)

//go:embed doc.go
var doc string

// Analyzer finds goroutines that can never finish. Its result is a *[Result].
var Analyzer = &analysis.Analyzer{
	Name:       "stuck",
	Doc:        ruledoc.Must(doc, "stuck"),
	URL:        "https://github.com/asyncport/asyncport/blob/main/docs/rules/stuck.md",
	Run:        suppress.Run(func(pass *analysis.Pass) (any, error) { return run(pass, explore.DefaultBudget), nil }),
	ResultType: reflect.TypeFor[*Result](),
}

// Result names the functions of a package that were not fully explored, as the
// budget of steps was spent. That they have no finding says less than elsewhere.
type Result struct {
	// Cut are functions of which only the likelier runs were tried.
	Cut []string
	// Skipped are functions that did not run at all.
	Skipped []string
}

// LeftOut yields the functions that were not fully explored, and why.
func (r *Result) LeftOut() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, fn := range r.Cut {
			if !yield(fn, "was run on its likelier paths only, as it has too many") {
				return
			}
		}
		for _, fn := range r.Skipped {
			if !yield(fn, "was not run, as other functions of the package took all steps") {
				return
			}
		}
	}
}

func run(pass *analysis.Pass, b explore.Budget) *Result {
	if catalog.SpeaksFor(pass) {
		return &Result{}
	}
	report := explore.Package(pass, b)
	reported := make(map[operation]bool)
	for _, f := range report.Findings {
		if op, ok := operationAt(pass, f.Pos); ok && (f.Started || !op.meant) && !reported[op] {
			reported[op] = true
			pass.Report(diagnostic(pass, f, op))
		}
	}
	return &Result{names(report.Cut), names(report.Skipped)}
}

func names(fns []*ssa.Function) []string {
	var list []string
	for _, fn := range fns {
		list = append(list, fn.String())
	}
	return list
}
