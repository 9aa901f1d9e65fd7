package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
)

const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	sarifRoot   = "%SRCROOT%"
	homepage    = "https://github.com/asyncport/asyncport"
)

// SARIF writes the findings, suppressed ones among them, as SARIF 2.1.0.
func (r *Report) SARIF(w io.Writer) error {
	run := newSARIFRun(r.Module)
	for _, f := range r.bySeverity() {
		run.add(r.sarifResult(f.Finding, f.by))
	}
	return run.write(w, r.notifications)
}

// newSARIFRun returns a run without results.
func newSARIFRun(module string) *sarifRun {
	return &sarifRun{
		Tool:               sarifTool{sarifDriver{Name: "asyncport", InformationURI: homepage, Rules: sarifRules()}},
		AutomationDetails:  sarifID{"asyncport/"},
		ColumnKind:         "utf16CodeUnits",
		OriginalURIBaseIDs: map[string]sarifBase{sarifRoot: {sarifText{"the root of the module " + module}}},
		Results:            []sarifResult{},
	}
}

func (run *sarifRun) add(res sarifResult) {
	i := slices.IndexFunc(run.Tool.Driver.Rules, func(rule sarifRule) bool { return rule.ID == res.RuleID })
	if i >= 0 {
		res.RuleIndex = &i
	}
	run.Results = append(run.Results, res)
}

// ranked is a finding with what speaks for it, nothing when it is open.
type ranked struct {
	Finding
	by []sarifSuppression
}

// bySeverity returns all findings, the most severe first and those that something
// speaks for last.
func (r *Report) bySeverity() []ranked {
	var list []ranked
	for _, p := range r.Packages {
		for _, f := range p.Findings {
			list = append(list, ranked{Finding: f})
		}
		for _, s := range p.Suppressed {
			list = append(list, ranked{s.Finding, r.inSource(s.Reason, s.Comment)})
		}
		for _, f := range p.Accepted {
			list = append(list, ranked{f, external(r.Baseline)})
		}
	}
	rank := func(f ranked) int {
		if len(f.by) > 0 {
			return 3
		}
		return f.Severity.rank()
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), compareFindings(a.Finding, b.Finding))
	})
	return list
}

// inSource is a comment that speaks for a finding.
func (r *Report) inSource(reason string, comment Position) []sarifSuppression {
	at := r.location(comment, "")
	return []sarifSuppression{{Kind: "inSource", Status: "accepted", Justification: reason, Location: &at}}
}

// external is a baseline that knows a finding.
func external(baseline string) []sarifSuppression {
	return []sarifSuppression{{Kind: "external", Status: "accepted", Justification: "known to " + baseline}}
}

// notifications says what the results do not show: findings above the limit,
// and what was not analysed.
func (r *Report) notifications(left int, limit string) []sarifNotification {
	var list []sarifNotification
	if left > 0 {
		list = append(list, sarifNotification{Level: "warning", Message: sarifText{
			fmt.Sprintf("%s of the lowest severity left out: an upload may have %s", count(left, "finding"), limit)}})
	}
	add := func(u Unseen) {
		list = append(list, sarifNotification{Level: "note", Message: sarifText{u.Why},
			Locations: []sarifLocation{{PhysicalLocation: &sarifPhysical{ArtifactLocation: artifact(u.File)}}}})
	}
	for _, p := range r.Packages {
		for _, u := range p.NotSeen {
			add(u)
		}
	}
	for _, u := range r.NotSeen {
		add(u)
	}
	return list
}

func (r *Report) sarifResult(f Finding, by []sarifSuppression) sarifResult {
	res := sarifResult{
		RuleID:    f.Rule,
		Level:     f.Severity,
		Message:   sarifText{f.Message},
		Locations: []sarifLocation{r.location(f.Pos, "")},
		Fingerprints: map[string]string{
			"asyncportFinding/v1": f.ID,
			// The one that GitHub goes by. The ID counts what is alike already.
			"primaryLocationLineHash": f.ID + ":1",
		},
		Suppressions: by,
	}
	if f.Func != "" {
		res.Locations[0].LogicalLocations = []sarifLogical{{FullyQualifiedName: f.Func, Kind: "function"}}
	}
	r.addHops(&res, f)
	for _, fix := range f.Fixes {
		res.Fixes = append(res.Fixes, r.sarifFix(fix))
	}
	return res
}

// addHops gives the witness as a code flow, for viewers that walk through it,
// and as related locations, for those that do not. A hop outside of the module
// has no place there; its text goes with the hop before it.
func (r *Report) addHops(res *sarifResult, f Finding) {
	steps := []sarifLocation{r.location(f.Pos, f.Message)}
	for _, h := range f.Hops[:min(len(f.Hops), maxHops)] {
		if h.Pos == nil || !r.own(h.Pos.File) {
			last := &steps[len(steps)-1]
			text := h.Message
			if h.Pos != nil {
				text = h.Pos.String() + ": " + text
			}
			last.Message = &sarifText{last.Message.Text + "; " + text}
			continue
		}
		steps = append(steps, r.location(*h.Pos, h.Message))
	}
	if len(steps) == 1 {
		return
	}
	var flow sarifFlow
	for i, step := range steps {
		flow.Locations = append(flow.Locations, sarifFlowLocation{step})
		if i > 0 {
			step.ID = i
			res.RelatedLocations = append(res.RelatedLocations, step)
		}
	}
	res.CodeFlows = []sarifCodeFlow{{[]sarifFlow{flow}}}
}

func (r *Report) sarifFix(f Fix) sarifFix {
	out := sarifFix{Description: sarifText{f.Message}}
	for _, e := range f.Edits {
		n := len(out.Changes)
		if n == 0 || out.Changes[n-1].ArtifactLocation.URI != artifact(e.Pos.File).URI {
			out.Changes = append(out.Changes, sarifChange{ArtifactLocation: artifact(e.Pos.File)})
			n++
		}
		change := &out.Changes[n-1]
		deleted := r.region(e.Pos)
		deleted.EndLine, deleted.EndColumn = e.End.Line, r.utf16Column(e.End)
		change.Replacements = append(change.Replacements, sarifReplacement{deleted, sarifText{e.Text}})
	}
	return out
}
