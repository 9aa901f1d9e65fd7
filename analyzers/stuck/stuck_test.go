package stuck_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/stuck"
)

func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), stuck.Analyzer, "leaks", "circles")
}

func TestClean(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), stuck.Analyzer, "clean", "answered")
}

// Known gap: the package leaves goroutines behind of which none is found. A
// finding here means that a gap is closed: move the code to leaks.
func TestKnownGap(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), stuck.Analyzer, "gap")
}
