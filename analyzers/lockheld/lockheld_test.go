package lockheld_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/lockheld"
)

func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), lockheld.Analyzer, "held", "order", "leave", "turns")
}

func TestClean(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), lockheld.Analyzer, "clean")
}
