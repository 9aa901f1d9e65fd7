package stuck_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/stuck"
)

func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), stuck.Analyzer, "leaks", "circles", "promoted", "once", "tested", "command")
}

func TestClean(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), stuck.Analyzer, "clean", "answered")
}

// Known gap: the package leaves goroutines behind of which none is found. A
// finding here means that a gap is closed: move the code to leaks.
func TestKnownGap(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), stuck.Analyzer, "gap")
}

// Known gap: the findings of the package do not hold. One that is missing means that a gap
// is closed: move the code to clean.
func TestKnownGapFalse(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), stuck.Analyzer, "suspects")
}

// Given the same package twice, the findings and their witnesses are the same.
func TestDeterministic(t *testing.T) {
	once := witnesses(t)
	if again := witnesses(t); again != once {
		t.Errorf("first\n%s\nthen\n%s", once, again)
	}
}

func witnesses(t *testing.T) string {
	t.Helper()
	var s strings.Builder
	for _, r := range analysistest.Run(t, analysistest.TestData(), stuck.Analyzer, "circles") {
		for _, d := range r.Diagnostics {
			fset := r.Pass.Fset
			fmt.Fprintln(&s, fset.Position(d.Pos), d.Message)
			for _, rel := range d.Related {
				fmt.Fprintln(&s, "\t", fset.Position(rel.Pos), rel.Message)
			}
		}
	}
	return s.String()
}
