package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/rewrite"
)

// compile reads a JSON Schema.
func compile(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func parseJSON(t *testing.T, data []byte) any {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// full is a report that has every list of the model.
func full() *report.Report {
	r := report.New(result(), reason, legacy(), report.Builds([]string{"linux/amd64", "windows/amd64"}, "", nil))
	r.History = []report.HistoryEntry{{Revision: "v1.0.0", Counts: report.Counts{Rewritten: 5, Refused: 4}}}
	r.Packages[0].Findings[0].Fixes = []report.Fix{{Message: "lock it", Edits: []report.Edit{
		{Pos: report.Position{File: "run.go", Line: 14, Column: 7}, End: report.Position{File: "run.go", Line: 14, Column: 8}, Text: "x"}}}}
	at := report.Position{File: "run.go", Line: 30}
	r.Packages[0].Removable = []report.Remark{{Pos: at, Message: "mu protects nothing", Hops: []report.Hop{{Pos: &at, Message: "here"}}}}
	r.Packages[0].Stalls = r.Packages[0].Removable
	return r
}

func TestJSONFollowsItsSchema(t *testing.T) {
	schema := compile(t, "../docs/report.schema.json")
	for name, r := range map[string]*report.Report{
		"full":  full(),
		"empty": report.New(&rewrite.Result{Module: "m"}, reason),
	} {
		var b bytes.Buffer
		if err := r.JSON(&b); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(parseJSON(t, b.Bytes())); err != nil {
			t.Errorf("%s: %v\n%s", name, err, b.Bytes())
		}
	}
}

// The schema knows every member and wants those that are always there.
func TestSchemaIsStrict(t *testing.T) {
	schema := compile(t, "../docs/report.schema.json")
	var b bytes.Buffer
	if err := full().JSON(&b); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{`"message": "lock it"`, `"massage": "lock it"`},
		{`"version": 1`, `"version": 2`},
		{`"status": "refused"`, `"status": "gone"`},
		{`"line": 12`, `"line": "12"`},
	} {
		bad := strings.Replace(b.String(), c[0], c[1], 1)
		if bad == b.String() {
			t.Fatalf("the report has no %s", c[0])
		}
		if schema.Validate(parseJSON(t, []byte(bad))) == nil {
			t.Errorf("%s is valid", c[1])
		}
	}
}

func TestSchemaDescribesEveryMember(t *testing.T) {
	data, err := os.ReadFile("../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := full().JSON(&b); err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for name := range schema.Properties {
		if _, ok := doc[name]; !ok {
			t.Errorf("the schema has %s, which a full report has not", name)
		}
	}
	members := make(map[string]bool)
	for _, p := range doc["packages"].([]any) {
		for name := range p.(map[string]any) {
			members[name] = true
		}
	}
	for name := range schema.Defs["package"].Properties {
		if !members[name] && name != "command" && name != "testImports" {
			t.Errorf("the schema has %s of a package, which a full report has not", name)
		}
	}
}
