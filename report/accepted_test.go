package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/rewrite"
)

// legacy is a baseline that knows a finding of run.go, beside those of result.
func legacy() report.Option {
	return report.Accepted("asyncport.baseline", []checker.Finding{{
		Rule: "lockheld", Pos: at("run.go", 18, 2), Package: "example.com/m", Func: "example.com/m.Run", Message: "mu is held while this waits",
		Related: []checker.Related{{Pos: at("run.go", 17, 2), Message: "locked here"}},
	}})
}

// What the baseline knows is counted and listed apart, and nobody is asked to
// mend it.
func TestAccepted(t *testing.T) {
	open := report.New(result(), reason)
	r := report.New(result(), reason, legacy())
	if r.Counts.Accepted != 1 || r.Counts.Findings != open.Counts.Findings || r.Effort != open.Effort {
		t.Errorf("counts %+v, effort %v; without the baseline %+v, %v", r.Counts, r.Effort, open.Counts, open.Effort)
	}
	if diff := cmp.Diff(open.Milestones, r.Milestones); diff != "" {
		t.Errorf("the plan asks for what is accepted:\n%s", diff)
	}
	var b strings.Builder
	if err := r.Markdown(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		" Suppressed by comments: 1. Accepted by the baseline: 1.\n",
		"\n### Accepted by the baseline\n\n- **lockheld** `run.go:18:2` in `m.Run`: mu is held while this waits\n  - `run.go:17`: locked here\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

// A package in which every finding is accepted is done.
func TestAcceptedBlocksNothing(t *testing.T) {
	finding := checker.Finding{Rule: "stuck", Package: "m", Pos: at("m.go", 1, 1), Message: "nobody receives"}
	verdict := func(res *rewrite.Result, options ...report.Option) report.Verdict {
		res.Module, res.Inventory = "m", []rewrite.Inventory{{Path: "m"}}
		return report.New(res, reason, options...).Packages[0].Verdict
	}
	if v := verdict(&rewrite.Result{Findings: []checker.Finding{finding}}); v != report.Blocked {
		t.Errorf("an open finding: %s", v)
	}
	if v := verdict(&rewrite.Result{}, report.Accepted("b", []checker.Finding{finding})); v != report.Done {
		t.Errorf("an accepted finding: %s", v)
	}
}

// Neither the baseline nor a comment changes the identity of a finding, or of one
// like it.
func TestAcceptedKeepsIdentities(t *testing.T) {
	alike := func(line int) checker.Finding {
		return checker.Finding{Rule: "stuck", Package: "m", Func: "m.F", Pos: at("m.go", line, 1), Message: "nobody receives"}
	}
	ids := func(res *rewrite.Result, options ...report.Option) map[int]string {
		res.Module = "m"
		list := make(map[int]string)
		p := report.New(res, reason, options...).Packages[0]
		for _, f := range p.Findings {
			list[f.Pos.Line] = f.ID
		}
		for _, f := range p.Suppressed {
			list[f.Pos.Line] = f.ID
		}
		for _, f := range p.Accepted {
			list[f.Pos.Line] = f.ID
		}
		return list
	}
	want := ids(&rewrite.Result{Findings: []checker.Finding{alike(1), alike(2), alike(3)}})
	got := ids(&rewrite.Result{Findings: []checker.Finding{alike(2)}, Suppressed: []checker.Suppressed{{Finding: alike(3), Reason: "so"}}},
		report.Accepted("b", []checker.Finding{alike(1)}))
	if diff := cmp.Diff(want, got); diff != "" || len(want) != 3 {
		t.Errorf("identities (-open +accepted):\n%s", diff)
	}
}

func TestAcceptedAsSARIF(t *testing.T) {
	data := sarif(t, report.New(result(), reason, legacy()))
	validate(t, data)
	kinds := make(map[string]string)
	for _, r := range decode(t, data).Runs[0].Results {
		for _, s := range r.Suppressions {
			kinds[r.RuleID] += s.Kind + ": " + s.Justification
		}
	}
	want := map[string]string{"lockheld": "external: known to asyncport.baseline", "stuck": "inSource: the test ends first"}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("suppressions (-want +got):\n%s", diff)
	}
}

// accept moves findings whose message has a word into the baseline.
func accept(s report.Side, word string) report.Side {
	var open []checker.Finding
	for _, f := range s.Findings {
		if strings.Contains(f.Message, word) {
			s.Accepted = append(s.Accepted, f)
		} else {
			open = append(open, f)
		}
	}
	s.Findings, s.Baseline = open, "asyncport.baseline"
	return s
}

// Of six findings two have comments. What goes into the baseline is neither fixed nor carried; what was there already
// is not told again; what leaves it is introduced.
func TestCompareAccepted(t *testing.T) {
	for _, tt := range []struct {
		name          string
		before, after report.Side
		want          report.ChangeCounts
	}{
		{"open before", side(before), accept(side(before), "carried"), report.ChangeCounts{Carried: 2, Accepted: 2}},
		{"accepted before", accept(side(before), "carried"), accept(side(before), "carried"), report.ChangeCounts{Carried: 2}},
		{"new and accepted", report.Side{}, accept(side(before), "fixed"), report.ChangeCounts{Introduced: 3, Suppressed: 2, Accepted: 1}},
		{"taken out of it", accept(side(before), "fixed"), side(before), report.ChangeCounts{Introduced: 1, Carried: 3}},
		{"mended", accept(side(before), "carried"), report.Side{}, report.ChangeCounts{Fixed: 2}},
	} {
		c := report.Compare("example.com/m", "main", tt.before, tt.after)
		if diff := cmp.Diff(tt.want, c.Counts); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	c := report.Compare("example.com/m", "main", side(before), accept(side(before), "carried"))
	var b strings.Builder
	if err := c.Write(&b, "sarif"); err != nil {
		t.Fatal(err)
	}
	validate(t, []byte(b.String()))
	if n := strings.Count(b.String(), `"kind": "external"`); n != 2 || strings.Count(b.String(), `"baselineState": "updated"`) != 2 {
		t.Errorf("%d results are known to the baseline, want 2 that are updated", n)
	}
	text := c.Comment(report.CommentLimit)
	for _, want := range []string{"suppressed: 0, accepted: 2.", "| lockheld | error | 0 | 0 | 0 | 0 | 2 |", "<summary>Accepted by the baseline: 2</summary>"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
