package yieldpoint_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// Each policy counts what the one before counts, and more.
func TestInterfacePolicy(t *testing.T) {
	flag := yieldpoint.Analyzer.Flags.Lookup("interfaces")
	if flag.DefValue != "implementations" {
		t.Errorf("the default is %q", flag.DefValue)
	}
	t.Cleanup(func() { _ = flag.Value.Set(flag.DefValue) })
	for policy, want := range map[string]map[string]string{
		"ignore": {
			"known": "sleep",
		},
		"declared": {
			"conn": "net", "reader": "io??", "params": "+io?", "known": "sleep",
		},
		"implementations": {
			"conn": "net", "reader": "io??", "params": "+io?", "known": "sleep",
			"implemented": "sleep?", "unknown": "dyn??",
		},
	} {
		if err := flag.Value.Set(policy); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, kindsByName(t, "policy")); diff != "" {
			t.Errorf("%s: -want +got:\n%s", policy, diff)
		}
	}
	if err := flag.Value.Set("all"); err == nil {
		t.Error("an unknown policy is no error")
	}
}

// kindsByName returns what the fact of a fixture says of each function that may
// wait, methods excepted.
func kindsByName(t *testing.T, pkg string) map[string]string {
	t.Helper()
	got := make(map[string]string)
	for _, r := range analysistest.Run(quiet{}, analysistest.TestData(), yieldpoint.Analyzer, pkg) {
		for _, facts := range r.Facts {
			for _, f := range facts {
				for _, s := range f.(*yieldpoint.Fact).Summaries() {
					name := strings.TrimPrefix(s.Name, pkg+".")
					if text := strings.Join(kindList(&s.Summary), " "); text != "" && !strings.Contains(name, ")") {
						got[name] = text
					}
				}
			}
		}
	}
	return got
}
