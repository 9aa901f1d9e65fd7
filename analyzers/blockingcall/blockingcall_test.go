package blockingcall_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/blockingcall"
)

func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), blockingcall.Analyzer, "blocking")
}

func TestClean(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), blockingcall.Analyzer, "clean")
}
