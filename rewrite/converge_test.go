package rewrite

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestConverge ports a module package by package, and then what is left of it:
// the tree must be the one that porting all at once gives, in whichever order
// the packages came.
func TestConverge(t *testing.T) {
	unpack := func(t *testing.T) string { return unpacked(t, "testdata/converge.txtar") }
	converge(t, unpack, []string{"./internal/queue", "./internal/sink", "./store", "."})
}

// Known gap: a literal that takes a context and is handed to a function which
// could not be edited enters the loop with that context. What it would do with
// the caller's task alone cannot be told from the source any more.
func TestConvergeLiteral(t *testing.T) {
	var trees []map[string]string
	for _, steps := range [][]string{{""}, {".", "./internal/retry", ""}} {
		dir := unpacked(t, "testdata/converge-gap.txtar")
		for _, only := range steps {
			opts := Options{Dir: dir, Write: true, AllowDirty: true}
			if only != "" {
				opts.Only = []string{only}
			}
			if _, err := Run(t.Context(), opts); err != nil {
				t.Fatal(err)
			}
		}
		trees = append(trees, sources(t, dir))
	}
	if maps.Equal(trees[0], trees[1]) {
		t.Error("no gap any more: add the module to those of TestConverge")
	}
}

// unpacked returns a directory with the files of an archive.
func unpacked(t *testing.T, name string) string {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	source, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, source); err != nil {
		t.Fatal(err)
	}
	return dir
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
		return filepath.Ext(name) != ".go" || strings.HasPrefix(name, "internal/aio/")
	})
	return files
}
