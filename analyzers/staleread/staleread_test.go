package staleread_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/staleread"
)

func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), staleread.Analyzer, "stale")
}

func TestClean(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), staleread.Analyzer, "fresh")
}
