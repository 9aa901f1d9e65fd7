package report_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/rewrite"
)

var sarifFiles = flag.String("sarif", "", "hold these SARIF `files`, separated by commas, against the official schema and the limits of code scanning")

// limits are those of code scanning, above which an upload is refused.
// https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
var limits = []struct {
	name string
	most int
}{
	{"bytes, gzip", 10_000_000},
	{"runs", 20},
	{"results of a run", 25_000},
	{"rules of a run", 25_000},
	{"extensions of a run", 100},
	{"thread flow locations of a result", 10_000},
	{"locations of a result", 1_000},
	{"tags of a rule", 20},
}

// limited is what of SARIF is limited.
type limited struct {
	Runs []struct {
		Tool struct {
			Driver struct {
				Rules []struct{ Properties struct{ Tags []string } }
			}
			Extensions []any
		}
		Results []struct {
			Locations, RelatedLocations []any
			CodeFlows                   []struct{ ThreadFlows []struct{ Locations []any } }
		}
	}
}

// amounts returns how much there is of what is limited, in the order of limits.
func amounts(t *testing.T, data []byte) []int {
	t.Helper()
	var doc limited
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	n := make([]int, len(limits))
	n[0], n[1] = zipped(t, data), len(doc.Runs)
	for _, run := range doc.Runs {
		n[2], n[3], n[4] = max(n[2], len(run.Results)), max(n[3], len(run.Tool.Driver.Rules)), max(n[4], len(run.Tool.Extensions))
		for _, r := range run.Results {
			steps := 0
			for _, flow := range r.CodeFlows {
				for _, thread := range flow.ThreadFlows {
					steps += len(thread.Locations)
				}
			}
			n[5], n[6] = max(n[5], steps), max(n[6], len(r.Locations)+len(r.RelatedLocations))
		}
		for _, rule := range run.Tool.Driver.Rules {
			n[7] = max(n[7], len(rule.Properties.Tags))
		}
	}
	return n
}

func zipped(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	if _, err := zip.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// within fails when something is above its limit.
func within(t *testing.T, data []byte) {
	t.Helper()
	for i, n := range amounts(t, data) {
		if n > limits[i].most {
			t.Errorf("%d %s, above the limit of %d", n, limits[i].name, limits[i].most)
		}
	}
}

// Reports on real modules: see docs/measurements.md.
func TestSARIFFiles(t *testing.T) {
	if *sarifFiles == "" {
		t.Skip("no -sarif")
	}
	for _, name := range strings.Split(*sarifFiles, ",") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		validate(t, data)
		within(t, data)
		for i, n := range amounts(t, data) {
			t.Logf("%s: %d %s, of %d", name, n, limits[i].name, limits[i].most)
		}
	}
}

// hopping is a run with findings whose witnesses have that many hops. What their text
// holds does not compress well.
func hopping(findings, hops int) *rewrite.Result {
	r := rand.New(rand.NewPCG(1, 2))
	res := &rewrite.Result{Module: "example.com/m", Sources: map[string][]byte{}}
	for i := range findings {
		rule := "yieldpoint"
		if i >= findings-10 {
			rule = "stuck"
		}
		file := fmt.Sprintf("pkg%d/file.go", i/100)
		res.Sources[file] = []byte("package p\n")
		f := checker.Finding{Rule: rule, Package: fmt.Sprintf("example.com/m/pkg%d", i/100), Func: fmt.Sprintf("example.com/m/pkg%d.F%d", i/100, i),
			Pos: at(file, i+1, 1), Message: fmt.Sprintf("F%d waits for number %d", i, i*i)}
		for range hops {
			f.Related = append(f.Related, checker.Related{Pos: at(file, 1+r.IntN(5000), 2), Message: fmt.Sprintf("calls G%x", r.Uint64())})
		}
		res.Findings = append(res.Findings, f)
	}
	return res
}

// Whatever is found, an upload has no more results than are taken; what is left out is
// the least severe, and said.
func TestSARIFLimits(t *testing.T) {
	for _, tt := range []struct {
		findings, hops, want int
		limit                string
	}{
		{26_000, 3, 25_000, "25000 results"},
		{100, 1200, 100, ""},
	} {
		data := sarif(t, report.New(hopping(tt.findings, tt.hops), reason))
		within(t, data)
		run := decode(t, data).Runs[0]
		n := len(run.Results)
		if n != tt.want {
			t.Errorf("%d results of %d findings, want %d", n, tt.findings, tt.want)
		}
		for i := range 10 {
			if run.Results[i].RuleID != "stuck" {
				t.Errorf("result %d is of %s, want the severe ones first", i, run.Results[i].RuleID)
			}
		}
		notes := run.Invocations[0].ToolExecutionNotifications
		if tt.limit == "" {
			if len(notes) > 0 {
				t.Errorf("notifications %v, want none", notes)
			}
			continue
		}
		want := fmt.Sprintf("%d findings of the lowest severity left out: an upload may have %s", tt.findings-n, tt.limit)
		if len(notes) == 0 || notes[0].Message.Text != want {
			t.Errorf("notifications %v, want %q", notes, want)
		}
	}
}
