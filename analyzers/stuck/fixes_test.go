package stuck_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/stuck"
	"github.com/asyncport/asyncport/analyzers/suggestedfix/fixtest"
)

func TestFixes(t *testing.T) {
	fixtest.Mended(t, analysistest.TestData(), stuck.Analyzer, "mended")
	fixtest.Refused(t, analysistest.TestData(), stuck.Analyzer, "refused")
}
