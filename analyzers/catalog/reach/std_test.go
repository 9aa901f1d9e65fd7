package reach

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/packages"
)

var update = flag.Bool("update", false, "write the golden list of unclassified functions anew")

// Given the standard library of this Go, then each function that may wait and that
// nobody classified stands in the golden list, with the reason why it may stay there.
func TestUnclassified(t *testing.T) {
	minor := regexp.MustCompile(`^go1\.\d+`).FindString(runtime.Version())
	golden := filepath.FromSlash("../testdata/unclassified." + minor + ".txt")
	text, err := os.ReadFile(golden)
	if err != nil && !*update {
		t.Skipf("no list for %s; to make one, run go test ./analyzers/catalog/reach -run TestUnclassified -update, and review it", runtime.Version())
	}
	head, want, _ := strings.Cut(string(text), "\n\n")
	reasons := reasons(want)
	var got strings.Builder
	for _, f := range Unclassified(loadStd(t)) {
		reason := cmp.Or(reasons[f.Name], "?")
		fmt.Fprintf(&got, "%s %s # %s\n", f.Name, f.Kinds, reason)
		if reason == "?" && !*update {
			t.Errorf("%s may wait (%s via %s): classify it in ../data", f.Name, f.Kinds, strings.Join(f.Via, " -> "))
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(head+"\n\n"+got.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := gocmp.Diff(strings.Split(want, "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Errorf("the list is not current; run with -update and review (-want +got):\n%s", diff)
	}
}

// reasons returns what the list says behind each name.
func reasons(list string) map[string]string {
	byName := map[string]string{}
	for line := range strings.Lines(list) {
		spec, reason, _ := strings.Cut(strings.TrimSpace(line), " # ")
		name, _, _ := strings.Cut(spec, " ")
		byName[name] = reason
	}
	return byName
}

// loadStd loads the standard library with its bodies, the same on every machine.
func loadStd(t *testing.T) []*packages.Package {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax,
		Env:  append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS="),
	}, "std")
	if err != nil {
		t.Fatal(err)
	}
	return pkgs
}
