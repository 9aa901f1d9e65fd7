package ruletest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/analyzers/explicit"
	"github.com/asyncport/asyncport/analyzers/ruledoc/ruletest"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
)

// Given the examples in the documentation of an analyzer, then it reports
// something in each that is shown as flagged, and nothing in one that is shown
// as accepted.
func TestExamples(t *testing.T) {
	if err := explicit.Analyzer.Flags.Set("packages", "./..."); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { explicit.Analyzer.Flags.Set("packages", "") })
	dir := t.TempDir()
	examples, err := ruletest.Write(dir, "../..", "../../../aio", analyzers.Suite())
	if err != nil {
		t.Fatal(err)
	}
	m, err := load.Load(context.Background(), load.Options{Dir: dir})
	if err != nil {
		t.Fatalf("an example does not compile; what it leaves out belongs into testdata/doc/preamble.go of its analyzer: %v", err)
	}
	result, err := checker.Run(m, analyzers.Suite())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, f := range result.Findings {
		key := f.Rule + " " + f.Package
		found[key] = append(found[key], f.Message)
	}
	for _, e := range examples {
		messages := found[e.Rule+" "+e.Package]
		switch {
		case e.Flagged && messages == nil:
			t.Errorf("%s reports nothing in its flagged example:\n%s", e.Rule, e.Code)
		case !e.Flagged && messages != nil:
			t.Errorf("%s reports in its accepted example:\n%s\n%s", e.Rule, e.Code, strings.Join(messages, "\n"))
		}
	}
}
