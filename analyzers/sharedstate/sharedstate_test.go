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

// Known gap: the package has races of which none is found. A finding here means
// that a gap is closed: move the code to racy.
func TestKnownGap(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), sharedstate.Analyzer, "gap")
}

// The runtime's locks and channels order as the plain ones do.
func TestPorted(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), sharedstate.Analyzer, "ported")
}

func TestOrders(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), sharedstate.Analyzer, "orders")
}

func TestMemory(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), sharedstate.Analyzer, "memory")
}

// The orderings that the memory model and the packages of the standard library give.
func TestModel(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), sharedstate.Analyzer, "model")
}

// What package testing starts and orders, and functions that the runtime calls.
func TestTests(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), sharedstate.Analyzer, "tests")
}
