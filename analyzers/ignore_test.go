package analyzers

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/annotation"
)

// Every analyzer but annotation minds the comments that ignore it, which shows
// in that it reports one with nothing to ignore.
func TestIgnore(t *testing.T) {
	if n := len(Suite()) - 1; len(annotation.Ignorable) != n {
		t.Errorf("annotation.Ignorable names %d rules, want %d", len(annotation.Ignorable), n)
	}
	for _, a := range Suite() {
		if a == annotation.Analyzer {
			continue
		}
		if !slices.Contains(annotation.Ignorable, a.Name) {
			t.Errorf("%s is not in annotation.Ignorable", a.Name)
		}
		dir := t.TempDir()
		src := fmt.Sprintf("package p\n\nvar x int //asyncport:ignore %s nothing\n", a.Name)
		if err := os.MkdirAll(filepath.Join(dir, "src", "p"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "src", "p", "p.go"), []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
		for _, act := range analysistest.Run(noFacts{t}, dir, a, "p") {
			var got []string
			for _, d := range act.Action.Diagnostics {
				got = append(got, d.Message)
			}
			if want := "unused //asyncport:ignore " + a.Name + "; remove it"; !slices.Equal(got, []string{want}) {
				t.Errorf("%s reports %q, want %q", a.Name, got, want)
			}
		}
	}
}

// noFacts is a test that does not compare facts and findings with the source.
type noFacts struct{ *testing.T }

func (noFacts) Errorf(string, ...any) {}
