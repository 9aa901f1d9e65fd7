package suppress

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

func TestRemove(t *testing.T) {
	keep.Store(true)
	defer keep.Store(false)
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), demo(), "unused")
}

// Others than the drivers that called Keep see no fix.
func TestRemoveNothing(t *testing.T) {
	for _, r := range analysistest.Run(t, analysistest.TestData(), demo(), "unused") {
		for _, d := range r.Diagnostics {
			if len(d.SuggestedFixes) > 0 {
				t.Errorf("a fix of %q", d.Message)
			}
		}
	}
}
