// Package fixtest tests the fixes that an analyzer suggests.
package fixtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
)

// Mended wants the findings of a package below dir/src, each of which has a fix. What
// the fixes make of the files must be what the golden files say, and it must
// compile and have no finding.
func Mended(t *testing.T, dir string, a *analysis.Analyzer, pkg string) {
	t.Helper()
	for _, r := range analysistest.RunWithSuggestedFixes(t, dir, a, pkg) {
		for _, d := range r.Diagnostics {
			if len(d.SuggestedFixes) != 1 {
				t.Errorf("%s: %d fixes of %q", r.Pass.Fset.Position(d.Pos), len(d.SuggestedFixes), d.Message)
			}
		}
	}
	fixed := t.TempDir()
	if err := os.CopyFS(filepath.Join(fixed, "src"), os.DirFS(filepath.Join(dir, "src"))); err != nil {
		t.Fatal(err)
	}
	goldens, err := filepath.Glob(filepath.Join(fixed, "src", pkg, "*.golden"))
	if err != nil || len(goldens) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, name := range goldens {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		data = wants.ReplaceAll(data, nil)
		if err := os.WriteFile(strings.TrimSuffix(name, ".golden"), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	analysistest.Run(t, fixed, a, pkg)
}

var wants = regexp.MustCompile(`(?m)[ \t]*// want .*$`)

// Refused wants the findings of a package, none of which has a fix.
func Refused(t *testing.T, dir string, a *analysis.Analyzer, pkg string) {
	t.Helper()
	for _, r := range analysistest.Run(t, dir, a, pkg) {
		for _, d := range r.Diagnostics {
			for _, fix := range d.SuggestedFixes {
				t.Errorf("%s: a fix, %q", r.Pass.Fset.Position(d.Pos), fix.Message)
			}
		}
	}
}
