package lostfuture_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/lostfuture"
)

func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), lostfuture.Analyzer, "lost")
}

func TestClean(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), lostfuture.Analyzer, "clean")
}
