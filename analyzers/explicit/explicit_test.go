package explicit_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/explicit"
)

// declare sets the flag for one test.
func declare(t *testing.T, patterns string) {
	t.Helper()
	if err := explicit.Analyzer.Flags.Set("packages", patterns); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { explicit.Analyzer.Flags.Set("packages", "") })
}

func TestFindings(t *testing.T) {
	declare(t, "other,ported")
	analysistest.Run(t, analysistest.TestData(), explicit.Analyzer, "ported")
}

// A package that no pattern names may do what it likes.
func TestOtherPackages(t *testing.T) {
	declare(t, "ported,plainer/...")
	analysistest.Run(t, analysistest.TestData(), explicit.Analyzer, "plain")
}

func TestFlagRefusesWhatIsNoPattern(t *testing.T) {
	for _, text := range []string{"../x", "a b", `a\b`} {
		if err := explicit.Analyzer.Flags.Set("packages", text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	if got := explicit.Analyzer.Flags.Lookup("packages").Value.String(); got != "" {
		t.Errorf("after errors the flag is %q", got)
	}
}
