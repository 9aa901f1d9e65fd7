package report_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/report"
)

// The fixes of a finding are in the report, with columns as SARIF counts them.
func TestSARIFFixes(t *testing.T) {
	res := located()
	res.Findings[1].Fixes = []checker.Fix{{Message: "Mend it", File: "a b/x.go", Edits: []checker.Edit{
		{Pos: at("a b/x.go", 3, 5), End: at("a b/x.go", 3, 11), Text: "y"},
		{Pos: at("a b/x.go", 3, 14), End: at("a b/x.go", 3, 14), Text: ", 1"},
	}}}
	data := sarif(t, report.New(res, reason))
	validate(t, data)
	var doc struct {
		Runs []struct {
			Results []struct {
				RuleID string
				Fixes  any
			}
		}
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	region := func(from, to float64) map[string]any {
		return map[string]any{"startLine": 3.0, "startColumn": from, "endLine": 3.0, "endColumn": to}
	}
	want := []any{map[string]any{
		"description": map[string]any{"text": "Mend it"},
		"artifactChanges": []any{map[string]any{
			"artifactLocation": map[string]any{"uri": "a%20b/x.go", "uriBaseId": "%SRCROOT%"},
			"replacements": []any{
				map[string]any{"deletedRegion": region(4, 8), "insertedContent": map[string]any{"text": "y"}},
				map[string]any{"deletedRegion": region(11, 11), "insertedContent": map[string]any{"text": ", 1"}},
			},
		}},
	}}
	for _, r := range doc.Runs[0].Results {
		if r.RuleID != "sharedstate" {
			if r.Fixes != nil {
				t.Errorf("%s has fixes: %v", r.RuleID, r.Fixes)
			}
			continue
		}
		if diff := cmp.Diff(want, r.Fixes); diff != "" {
			t.Error(diff)
		}
	}
}
