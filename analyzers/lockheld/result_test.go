package lockheld_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/lockheld"
)

// The result lists also what is not worth a finding: the rewriter needs it to
// convert a mutex together with its condition.
func TestResult(t *testing.T) {
	results := analysistest.Run(t, analysistest.TestData(), lockheld.Analyzer, "across")
	var got []string
	for _, a := range results[0].Result.(*lockheld.Result).Across {
		hard := "soft"
		if a.Hard {
			hard = "hard"
		}
		got = append(got, a.Mutex.Name()+" "+a.Kinds.String()+" "+hard)
	}
	want := []string{
		"mu wait hard",         // cond.Wait
		"other wait,lock hard", // the call of wait
		"mu dyn? soft",         // a function value
		"a lock hard",          // b.Lock
		"mu sleep hard",        // held on one path only
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("locks held across yields (-want +got):\n%s", diff)
	}
}
