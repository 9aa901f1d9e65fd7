package rewrite

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestConverge ports a module package by package, and then what is left of it:
// the tree must be the one that porting all at once gives, in whichever order
// the packages came.
func TestConverge(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/converge.txtar")
	if err != nil {
		t.Fatal(err)
	}
	unpack := func(t *testing.T) string {
		dir := t.TempDir()
		source, err := txtar.FS(archive)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(dir, source); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	converge(t, unpack, []string{"./internal/queue", "./internal/sink", "./store", "."})
}

// converge ports the module that unpack makes in all those ways. The packages
// stand in the order of their dependencies.
func converge(t *testing.T, unpack func(*testing.T) string, packages []string) {
	port := func(t *testing.T, dir string, only ...string) *Result {
		t.Helper()
		res, err := Run(t.Context(), Options{Dir: dir, Only: only, Write: true, AllowDirty: true})
		if err != nil {
			t.Fatalf("%v: %v", only, err)
		}
		for _, d := range res.Dropped {
			t.Errorf("%v: dropped: %v", only, d)
		}
		return res
	}
	whole := unpack(t)
	before := sources(t, whole)
	port(t, whole)
	want := sources(t, whole)
	if maps.Equal(before, want) {
		t.Fatal("there is nothing to port")
	}
	reverse := slices.Clone(packages)
	slices.Reverse(reverse)
	for name, order := range map[string][]string{"dependencies first": packages, "dependents first": reverse} {
		t.Run(name, func(t *testing.T) {
			dir := unpack(t)
			for _, pkg := range order {
				port(t, dir, pkg)
			}
			if maps.Equal(sources(t, dir), want) {
				t.Error("nothing was left to converge: the test says nothing")
			}
			port(t, dir)
			if diff := cmp.Diff(want, sources(t, dir)); diff != "" {
				t.Errorf("not the tree that porting all at once gives:\n%s", diff)
			}
			for _, f := range port(t, dir).Files {
				t.Errorf("one more run changes %s", f.Path)
			}
		})
	}
}

// sources returns the Go files below dir but for those of the runtime.
func sources(t *testing.T, dir string) map[string]string {
	files := snapshot(t, dir)
	maps.DeleteFunc(files, func(name, _ string) bool {
		inRuntime, _ := filepath.Match("internal/aio*", filepath.Dir(name))
		return filepath.Ext(name) != ".go" || inRuntime || len(name) > 13 && name[:13] == "internal/aio/"
	})
	return files
}
