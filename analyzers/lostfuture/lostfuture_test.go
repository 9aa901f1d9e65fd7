package lostfuture_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/lostfuture"
	"github.com/asyncport/asyncport/analyzers/suggestedfix/fixtest"
)

func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), lostfuture.Analyzer, "lost")
}

func TestClean(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), lostfuture.Analyzer, "clean")
}

func TestFixes(t *testing.T) {
	fixtest.Mended(t, analysistest.TestData(), lostfuture.Analyzer, "mended")
	fixtest.Refused(t, analysistest.TestData(), lostfuture.Analyzer, "refused")
}
