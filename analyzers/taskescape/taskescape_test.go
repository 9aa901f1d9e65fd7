package taskescape_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/taskescape"
)

func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), taskescape.Analyzer, "escape")
}

func TestClean(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), taskescape.Analyzer, "clean")
}
