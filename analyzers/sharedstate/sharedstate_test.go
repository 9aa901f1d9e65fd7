package sharedstate_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/sharedstate"
)

func TestRacy(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), sharedstate.Analyzer, "racy")
}

func TestClean(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), sharedstate.Analyzer, "clean")
}
