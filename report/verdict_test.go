package report

import (
	"slices"
	"testing"
)

func TestJudge(t *testing.T) {
	tests := []struct {
		name             string
		counts           Counts
		explicit, serial bool
		want             Verdict
		why              string
	}{
		{"nothing there", Counts{NotApplicable: 3}, false, false, Done, "nothing to rewrite"},
		{"some refused", Counts{Rewritten: 9, Refused: 1, Findings: 2}, false, false, Blocked, "1 site refused"},
		{"taken back", Counts{Rewritten: 9, Refused: 2, TakenBack: 1}, true, false, Blocked, "2 sites refused, 1 rewrite taken back"},
		{"all rewritten", Counts{Rewritten: 9, Findings: 2}, true, true, Mechanical, "asyncport port rewrites all 9 sites"},
		{"one rewritten", Counts{Rewritten: 1}, false, false, Mechanical, "asyncport port rewrites the only site"},
		{"ported, with a finding", Counts{Findings: 1, Marks: 4}, true, false, Blocked, "nothing to rewrite, 1 finding open"},
		{"ported, all suppressed", Counts{Suppressed: 1}, true, false, Ready, "nothing left to rewrite"},
		{"flipped", Counts{}, true, true, Done, "nothing left to rewrite, and the serial policy is selected"},
	}
	for _, c := range tests {
		p := &Package{Counts: c.counts}
		p.judge(c.explicit, c.serial)
		if p.Verdict != c.want || p.Why != c.why {
			t.Errorf("%s: %s, %q; want %s, %q", c.name, p.Verdict, p.Why, c.want, c.why)
		}
	}
}

// Nothing is left to rewrite, but the loop may stand still.
func TestJudgeStalls(t *testing.T) {
	for _, serial := range []bool{false, true} {
		p := &Package{Stalls: []Remark{{}, {}}}
		if p.judge(true, serial); p.Verdict != Blocked || p.Why != "nothing to rewrite, but at 2 places a serial loop may stand still" {
			t.Errorf("serial %v: %s, %q", serial, p.Verdict, p.Why)
		}
	}
}

// What a package waits for is below it, at any depth, and not done.
func TestWaitsFor(t *testing.T) {
	r := &Report{Packages: []Package{
		{Path: "a", Verdict: Ready, Imports: []string{"b", "d"}},
		{Path: "b", Verdict: Done, Imports: []string{"c"}},
		{Path: "c", Verdict: Blocked},
		{Path: "d", Verdict: Mechanical, TestImports: []string{"a", "c"}},
	}}
	r.waits()
	for i, want := range [][]string{{"c", "d"}, {"c"}, nil, nil} {
		if p := r.Packages[i]; !slices.Equal(p.WaitsFor, want) {
			t.Errorf("%s waits for %v, want %v", p.Path, p.WaitsFor, want)
		}
	}
}

func TestEffort(t *testing.T) {
	// By the formula: 3*2 + 2*20 + 1*15 + 1*30; what was taken back is refused.
	c := Counts{Rewritten: 3, Refused: 2, TakenBack: 2, Findings: 1, Suppressed: 5, APIIncompatible: 1, APICompatible: 9}
	if got := c.effort().Minutes; got != 91 {
		t.Errorf("%d minutes, want 91", got)
	}
	for minutes, want := range map[int]string{0: "none", 119: "119 min", 120: "2 h", 134: "2 h", 135: "2.5 h", 959: "16 h", 960: "2 d", 1080: "2.5 d", 48000: "100 d"} {
		if got := (Effort{minutes}).String(); got != want {
			t.Errorf("%d minutes: %s, want %s", minutes, got, want)
		}
	}
}

// Every analyzer has a severity that somebody thought about.
func TestSeverities(t *testing.T) {
	for _, rule := range sarifRules() {
		if severities[rule.ID] == "" {
			t.Errorf("%s has no severity", rule.ID)
		}
		if rule.ShortDescription.Text == "" || rule.Help.Text == "" || rule.Help.Markdown == "" || rule.HelpURI == "" {
			t.Errorf("%s has no help: %+v", rule.ID, rule)
		}
	}
}
