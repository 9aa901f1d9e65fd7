package yieldpoint_test

import (
	"cmp"
	"os"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// BenchmarkFactSize measures the fact of a package with many callers, ours to choose:
// golang.org/x/tools/go/packages, or what the environment variable PACKAGE names in the
// directory DIR. B/func is its encoded size by function in the fact.
func BenchmarkFactSize(b *testing.B) {
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax, Dir: os.Getenv("DIR"),
	}, cmp.Or(os.Getenv("PACKAGE"), "golang.org/x/tools/go/packages"))
	if err != nil || len(pkgs) != 1 || len(pkgs[0].Errors) > 0 {
		b.Fatalf("%v %v", pkgs, err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{yieldpoint.Analyzer}, pkgs, nil)
	if err != nil {
		b.Fatal(err)
	}
	var fact yieldpoint.Fact
	if !graph.Roots[0].PackageFact(pkgs[0].Types, &fact) {
		b.Fatal("no fact")
	}
	var data []byte
	for b.Loop() {
		if data, err = fact.GobEncode(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(data))/float64(len(fact.Summaries())), "B/func")
	b.ReportMetric(float64(len(data)), "B")
	b.ReportMetric(float64(len(fact.Summaries())), "funcs")
}
