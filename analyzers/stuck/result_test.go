package stuck

import (
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/stuck/explore"
)

// What the budget did not suffice for is said in the result.
func TestResult(t *testing.T) {
	for _, c := range []struct {
		name    string
		budget  explore.Budget
		skipped bool
	}{
		{"enough", explore.DefaultBudget, false},
		{"none for the package", explore.Budget{Runs: 1, Idle: 1, Steps: 1}, true},
	} {
		an := *Analyzer
		an.Run = func(pass *analysis.Pass) (any, error) {
			pass.Report = func(analysis.Diagnostic) {}
			return run(pass, c.budget), nil
		}
		for _, r := range analysistest.Run(t, analysistest.TestData(), &an, "clean") {
			res := r.Result.(*Result)
			if got := slices.Contains(res.Skipped, "clean.buffered"); got != c.skipped {
				t.Errorf("%s: clean.buffered is skipped: %v, want %v: %+v", c.name, got, c.skipped, res)
			}
			if slices.Contains(res.Cut, "clean.buffered") {
				t.Errorf("%s: clean.buffered is cut", c.name)
			}
		}
	}
}
