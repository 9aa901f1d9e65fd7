package lockheld_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/lockheld"
)

func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), lockheld.Analyzer, "order", "leave", "turns", "sides")
}

// With the flag all, waits are reported whoever they harm.
func TestAll(t *testing.T) {
	flag := lockheld.Analyzer.Flags.Lookup("all")
	if err := flag.Value.Set("true"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { flag.Value.Set(flag.DefValue) })
	analysistest.Run(t, analysistest.TestData(), lockheld.Analyzer, "held", "clean")
}

func TestClean(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), lockheld.Analyzer, "clean")
}
