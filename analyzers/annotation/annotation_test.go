package annotation_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/annotation"
)

func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), annotation.Analyzer, "bad")
}

func TestClean(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), annotation.Analyzer, "good", "generated")
}

func TestDependency(t *testing.T) {
	dep := *annotation.Analyzer
	dep.Run = func(pass *analysis.Pass) (any, error) {
		p := *pass
		p.Module = &analysis.Module{Path: "example.com/dep", Version: "v1.0.0"}
		return annotation.Analyzer.Run(&p)
	}
	analysistest.Run(quiet{t}, analysistest.TestData(), &dep, "bad")
}

// quiet wants nothing to be reported, whatever the fixture expects.
type quiet struct{ t *testing.T }

func (q quiet) Errorf(format string, args ...any) {
	if format == "%v: unexpected diagnostic: %v" {
		q.t.Errorf(format, args...)
	}
}
