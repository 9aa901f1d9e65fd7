package stuck_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/stuck"
)

func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), stuck.Analyzer, "leaks")
}

func TestClean(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), stuck.Analyzer, "clean")
}
