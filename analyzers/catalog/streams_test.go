package catalog_test

import (
	"context"
	"fmt"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
)

// Given an entry of the standard library that blocks if what it is given blocks, then a call with a function or a value whose
// methods wait for a channel waits for a channel, and a call with one that does nothing does not.
func TestStreams(t *testing.T) {
	g := &generator{std: standard(t), imports: map[string]bool{}}
	var names []string
	for _, e := range catalog.Builtin().Entries() {
		if p := packageOf(e.Name); catalog.Std(p) && g.std[p] != nil && (e.Calls != nil || e.Param != nil || e.Wraps != nil) {
			names = append(names, e.Name)
		}
	}
	for i, name := range names {
		g.write(i, name)
	}
	fact := analyse(t, g.file())
	tested := 0
	for i, name := range names {
		if g.skipped[name] != "" {
			if untold[name] == "" && g.skipped[name] != "generic" {
				t.Errorf("%s: %s", name, g.skipped[name])
			}
			continue
		}
		tested++
		for _, variant := range []string{"Waits", "Calm"} {
			sum := fact.Find(fmt.Sprintf("example.com/streams.f%d%s", i, variant))
			waits := sum != nil && slices.ContainsFunc(sum.Yields, func(w yieldpoint.Witness) bool { return w.Kind == catalog.Chan })
			if waits != (variant == "Waits") {
				t.Errorf("%s: with a value that is %s it waits for a channel: %v", name, variant, waits)
			}
		}
	}
	t.Logf("%d entries tested, %d skipped", tested, len(names)-tested)
}

// untold gives the reason for entries of which no such program can be made. Generic functions
// are left out too.
var untold = map[string]string{
	"compress/lzw.(*Reader).Read":  "made by a constructor that returns an interface",
	"compress/lzw.(*Writer).Close": "made by a constructor that returns an interface",
	"compress/lzw.(*Writer).Write": "made by a constructor that returns an interface",
	"io.(*LimitedReader).Read":     "made by a composite literal",
	"mime/multipart.(*Part).Close": "made by a method",
	"mime/multipart.(*Part).Read":  "made by a method",
}

// packageOf returns the import path in an entry's name.
func packageOf(name string) string {
	slash := strings.LastIndex(name, "/")
	dot := strings.Index(name[slash+1:], ".")
	return name[:slash+1+dot]
}

// standard loads the types of the packages that entries name.
func standard(t *testing.T) map[string]*types.Package {
	t.Helper()
	paths := map[string]bool{}
	for _, e := range catalog.Builtin().Entries() {
		if p := packageOf(e.Name); catalog.Std(p) && p != "unsafe" {
			paths[p] = true
		}
	}
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadTypes}, slices.Sorted(maps.Keys(paths))...)
	if err != nil {
		t.Fatal(err)
	}
	std := map[string]*types.Package{}
	for _, p := range loaded {
		std[p.PkgPath] = p.Types
	}
	return std
}

// analyse returns what yieldpoint says of a program.
func analyse(t *testing.T, program string) *yieldpoint.Fact {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/streams\n\ngo 1.26.0\n", "p.go": program} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	m, err := load.Load(context.Background(), load.Options{Dir: dir})
	if err != nil {
		t.Fatalf("%v\n%s", err, program)
	}
	result, err := checker.Run(m, []*analysis.Analyzer{yieldpoint.Analyzer})
	if err != nil {
		t.Fatal(err)
	}
	fact := new(yieldpoint.Fact)
	if !result.Fact("example.com/streams", fact) {
		t.Fatal("no fact")
	}
	return fact
}
