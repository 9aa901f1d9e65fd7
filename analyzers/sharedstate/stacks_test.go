package sharedstate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/sharedstate"
)

// A finding shows both accesses, each with the way to it and the start of its
// goroutine.
func TestStacks(t *testing.T) {
	results := analysistest.Run(t, analysistest.TestData(), sharedstate.Analyzer, "stacks")
	diags := results[0].Diagnostics
	if len(diags) != 1 {
		t.Fatalf("got %d findings, want 1", len(diags))
	}
	d := diags[0]
	if d.Category != "sharedstate" {
		t.Errorf("got category %q", d.Category)
	}
	var got []string
	for _, r := range d.Related {
		line := results[0].Pass.Fset.Position(r.Pos).Line
		got = append(got, strings.Join([]string{lines[line], r.Message}, ": "))
	}
	want := []string{
		"count: access 1: update of a.polls at stacks.go:22 in (*agent).count",
		"call: access 1: (*agent).worker calls (*agent).count",
		"go: access 1: (*agent).run starts (*agent).worker in a goroutine",
		"read: access 2: read of a.polls at stacks.go:15 in (*agent).run",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("related information (-want +got):\n%s", diff)
	}
}

// lines names the lines of testdata/src/stacks/stacks.go that matter.
var lines = map[int]string{14: "go", 15: "read", 19: "call", 22: "count"}
