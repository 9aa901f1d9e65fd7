package lockheld_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/lockheld"
	"github.com/asyncport/asyncport/analyzers/suggestedfix/fixtest"
)

func TestFixes(t *testing.T) {
	fixtest.Mended(t, analysistest.TestData(), lockheld.Analyzer, "mended")
	fixtest.Refused(t, analysistest.TestData(), lockheld.Analyzer, "refused")
}
