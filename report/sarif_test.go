package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/rewrite"
)

func sarif(t *testing.T, r *report.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.SARIF(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// validate holds SARIF against the official schema.
func validate(t *testing.T, data []byte) {
	t.Helper()
	if err := compile(t, "testdata/sarif/sarif-schema-2.1.0.json").Validate(parseJSON(t, data)); err != nil {
		t.Errorf("%v\n%.4000s", err, data)
	}
}

func TestSARIFFollowsTheOfficialSchema(t *testing.T) {
	validate(t, sarif(t, report.New(&rewrite.Result{Module: "m"}, reason)))
	r := full()
	data := sarif(t, r)
	validate(t, data)
	bad := bytes.Replace(data, []byte(`"level": "error"`), []byte(`"level": "fatal"`), 1)
	if compile(t, "testdata/sarif/sarif-schema-2.1.0.json").Validate(parseJSON(t, bad)) == nil {
		t.Error("the schema accepts anything")
	}
}

// located is a run over a source in which columns differ between bytes and
// UTF-16: ä has two bytes and one unit, 𝄞 four and two.
func located() *rewrite.Result {
	hop := func(file string, line, col int, text string) checker.Related {
		return checker.Related{Pos: at(file, line, col), Message: text}
	}
	return &rewrite.Result{
		Module:  "example.com/m",
		Sources: map[string][]byte{"a b/x.go": []byte("package x\n\n\tä(\"𝄞\", n)\n"), "y.go": []byte("package y\n")},
		Findings: []checker.Finding{
			{Rule: "yieldpoint", Package: "example.com/m", Pos: at("y.go", 1, 1), Message: "a note"},
			{Rule: "sharedstate", Package: "example.com/m", Func: "example.com/m.F", Pos: at("a b/x.go", 3, 13), Message: "n is written",
				Related: []checker.Related{
					hop("y.go", 1, 9, "here"), hop("example.org/d@v1.2.3/d.go", 7, 1, "by d"), {Message: "no common lock"},
					hop("a b/x.go", 3, 2, "and there")}},
		},
		Suppressed: []checker.Suppressed{{Reason: "known", Comment: at("y.go", 1, 3),
			Finding: checker.Finding{Rule: "stuck", Package: "example.com/m", Pos: at("_cgo_gotypes.go", 4, 1), Message: "out of sight"}}},
	}
}

// place is a location in short.
type place struct {
	URI, Text    string
	Line, Column int
}

type sarifDoc struct {
	Runs []struct {
		Results []struct {
			RuleID           string
			RuleIndex        int
			Level            string
			Locations        []location
			RelatedLocations []location
			CodeFlows        []struct {
				ThreadFlows []struct{ Locations []struct{ Location location } }
			}
			PartialFingerprints map[string]string
			Suppressions        []struct{ Kind, Justification string }
		}
		Invocations []struct {
			ToolExecutionNotifications []struct{ Message struct{ Text string } }
		}
	}
}

type location struct {
	PhysicalLocation struct {
		ArtifactLocation struct{ URI string }
		Region           struct{ StartLine, StartColumn int }
	}
	Message struct{ Text string }
}

func (l location) place() place {
	p := l.PhysicalLocation
	return place{p.ArtifactLocation.URI, l.Message.Text, p.Region.StartLine, p.Region.StartColumn}
}

func decode(t *testing.T, data []byte) sarifDoc {
	t.Helper()
	var doc sarifDoc
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestSARIFPlaces(t *testing.T) {
	data := sarif(t, report.New(located(), reason))
	validate(t, data)
	results := decode(t, data).Runs[0].Results
	if len(results) != 3 {
		t.Fatalf("%d results, want 3", len(results))
	}
	race, note, known := results[0], results[1], results[2]
	if race.RuleID != "sharedstate" || race.Level != "error" || note.Level != "note" || analyzers.Suite()[race.RuleIndex].Name != "sharedstate" {
		t.Errorf("the results are %v", results)
	}
	// Byte 13 of the line is after a tab, ä, (, ", 𝄞, ", comma, space: those
	// are 1+1+1+1+2+1+1+1 = 9 units.
	if diff := cmp.Diff(place{URI: "a%20b/x.go", Line: 3, Column: 10}, race.Locations[0].place()); diff != "" {
		t.Errorf("location (-want +got):\n%s", diff)
	}
	want := []place{
		{"a%20b/x.go", "n is written", 3, 10},
		{"y.go", "here; example.org/d@v1.2.3/d.go:7:1: by d; no common lock", 1, 9},
		{"a%20b/x.go", "and there", 3, 2},
	}
	var flow, related []place
	for _, l := range race.CodeFlows[0].ThreadFlows[0].Locations {
		flow = append(flow, l.Location.place())
	}
	for _, l := range race.RelatedLocations {
		related = append(related, l.place())
	}
	if diff := cmp.Diff(want, flow); diff != "" {
		t.Errorf("code flow (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want[1:], related); diff != "" {
		t.Errorf("related locations (-want +got):\n%s", diff)
	}
	if len(note.CodeFlows) != 0 || len(note.Suppressions) != 0 {
		t.Errorf("a finding without hops: %v", note)
	}
	if len(known.Suppressions) != 1 || known.Suppressions[0].Kind != "inSource" || known.Suppressions[0].Justification != "known" {
		t.Errorf("suppressions %v", known.Suppressions)
	}
	if uri := known.Locations[0].place().URI; uri != "go.mod" {
		t.Errorf("a finding outside of the module is at %s, want go.mod", uri)
	}
}

// A line that is inserted above does not change a fingerprint.
func TestFingerprintsSurviveLineShifts(t *testing.T) {
	fingerprints := func(shift int) (list []string) {
		res := located()
		res.Sources["a b/x.go"] = []byte(strings.Repeat("\n", shift) + string(res.Sources["a b/x.go"]))
		res.Findings[1].Pos.Line += shift
		for _, r := range decode(t, sarif(t, report.New(res, reason))).Runs[0].Results {
			list = append(list, r.PartialFingerprints["primaryLocationLineHash"])
		}
		return list
	}
	if diff := cmp.Diff(fingerprints(0), fingerprints(5)); diff != "" {
		t.Errorf("fingerprints (-before +after):\n%s", diff)
	}
}
