package catalog_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

func TestParseModule(t *testing.T) {
	data := `# ours
example.com/a.F  net  use=evil.F  # waits
example.com/a/b.(*T).M  chan
example.com/a/v2/c.G  db
example.com/a/nested.H  none
example.com/a/nested/x.H  none
example.com/a/*.I  none
example.com/ab.F  none
example.com.F  none
example.com/a/aio.Run  none
time.Sleep  none
aio.Sleep  none
`
	table, foreign, err := catalog.ParseModule("x", data, "example.com/a/v2", []string{"example.com", "example.com/a/nested", "example.com/b"})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range table.Entries() {
		names = append(names, e.Name)
	}
	if diff := cmp.Diff([]string{"example.com/a.F", "example.com/a/b.(*T).M", "example.com/a/v2/c.G"}, names); diff != "" {
		t.Error(diff)
	}
	want := []string{"example.com/a/nested.H", "example.com/a/nested/x.H", "example.com/a/*.I", "example.com/ab.F",
		"example.com.F", "example.com/a/aio.Run", "time.Sleep", "aio.Sleep"}
	if diff := cmp.Diff(want, foreign); diff != "" {
		t.Error(diff)
	}
	if e, _ := table.Lookup("example.com/a/v2.F"); e.Replacement != "" || e.Kinds != catalog.SetOf(catalog.Net) || e.Note != "waits" {
		t.Errorf("got %+v", e)
	}
	if _, foreign, err := catalog.ParseModule("x", "gopkg.in/yaml.F  net\n", "gopkg.in/yaml.v3", nil); err != nil || foreign != nil {
		t.Errorf("got %v, %v", foreign, err)
	}
	if _, _, err := catalog.ParseModule("x", "\ngopkg.in/yaml.F\n", "gopkg.in/yaml.v3", nil); err == nil || !strings.HasPrefix(err.Error(), "x:2: ") {
		t.Errorf("got %v", err)
	}
	// A file of the runtime itself has nothing to say that is not built in.
	if _, foreign, _ := catalog.ParseModule("x", "example.com/aio.F  none\n", "example.com/aio", nil); len(foreign) != 1 {
		t.Errorf("got %v", foreign)
	}
}
