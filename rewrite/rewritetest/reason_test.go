package rewritetest

import (
	"slices"
	"testing"

	"github.com/asyncport/asyncport/rewrite"
)

// elsewhere are the reasons that no scenario can show, with where they are tested.
var elsewhere = map[string]string{
	rewrite.ReasonBuild: "given when a rewrite does not compile, which is a defect",
	rewrite.ReasonTests: "given when tests fail after a rewrite; the scripts of the command test it",
	rewrite.ReasonUser:  "given by the user; the scripts of the command test it",
	"cgo":               "needs a C compiler; package color tests it",
	"removable-loops":   "needs code that makes a loop by itself; package removable tests it",
	"not-selected":      "sites of packages that were not asked for are not listed; package color tests it",
}

// TestReasonsHaveScenarios reports every reason code that a rule or the engine
// can give and that no scenario shows.
func TestReasonsHaveScenarios(t *testing.T) {
	cases, err := LoadCases(root)
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, c := range cases {
		for _, w := range c.Wants {
			if w.Kind == "refused" && !c.Gap {
				shown[w.Arg] = true
			}
		}
	}
	for _, code := range codes() {
		if why, ok := elsewhere[code]; ok && shown[code] {
			t.Errorf("%s is shown by a scenario, too; take it out of elsewhere (%s)", code, why)
		} else if !ok && !shown[code] {
			t.Errorf("no scenario shows the reason %s", code)
		}
	}
	for code := range shown {
		if !slices.Contains(codes(), code) {
			t.Errorf("a scenario wants the reason %s, which is not documented", code)
		}
	}
}

// codes returns all documented reason codes, sorted.
func codes() []string {
	var list []string
	for _, r := range rewrite.Reasons() {
		list = append(list, r.Code)
	}
	for _, r := range rewrite.Rules() {
		for _, reason := range r.Reasons {
			list = append(list, reason.Code)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
