package analyzers_test

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/internal/corpus"
	"github.com/asyncport/asyncport/internal/driver"
	"github.com/asyncport/asyncport/internal/load"
)

var shuffleModules = flag.String("modules", "", "shuffle these real modules as well: `MODULE@VERSION`, separated by commas")

// TestShuffled wants the same answer of the whole suite in whatever order packages
// and files come. Every run analyses all of the module anew.
func TestShuffled(t *testing.T) {
	if testing.Short() {
		t.Skip("20 runs over a module")
	}
	app, err := filepath.Abs("../testdata/apps/telemetry")
	if err != nil {
		t.Fatal(err)
	}
	dirs := []string{app}
	for m := range strings.SplitSeq(*shuffleModules, ",") {
		if path, version, ok := strings.Cut(m, "@"); ok {
			dir := filepath.Join(t.TempDir(), "module")
			if err := (corpus.Module{Path: path, Version: version}).Copy(t.Context(), dir); err != nil {
				t.Fatal(err)
			}
			dirs = append(dirs, dir)
		}
	}
	for _, dir := range dirs {
		name, _, _ := strings.Cut(goList(t, dir, "-m"), "\n")
		t.Run(name, func(t *testing.T) {
			warm := warmCache(t, dir)
			want, n := answer(t, dir, warm, 0)
			for seed := range uint64(20) {
				got, _ := answer(t, dir, warm, seed*0x9e3779b97f4a7c15+1)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("seed %d:\n%s", seed, diff)
				}
			}
			t.Logf("%d findings, 20 runs", n)
		})
	}
}

// warmCache returns a cache that knows what dir imports of the standard library
// and nothing else.
func warmCache(t *testing.T, dir string) string {
	t.Helper()
	var paths []string
	for path := range strings.FieldsSeq(goList(t, dir, "-deps", "-test", "-f", "{{if .Standard}}{{.ImportPath}}{{end}}", "./...")) {
		internal := slices.Contains(strings.Split(path, "/"), "internal")
		if !internal && !strings.HasPrefix(path, "vendor/") && path != "runtime/cgo" {
			paths = append(paths, path)
		}
	}
	file := "package p\n\nimport (\n"
	for _, path := range paths {
		file += "\t_ \"" + path + "\"\n"
	}
	user := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/p\n\ngo 1.24\n", "p.go": file + ")\n"} {
		if err := os.WriteFile(filepath.Join(user, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cache := t.TempDir()
	answer(t, user, cache, 0)
	return cache
}

// answer returns what the driver finds, as text, and how many findings it is. It
// leaves the cache as it is.
func answer(t *testing.T, dir, warm string, seed uint64) (string, int) {
	t.Helper()
	cache := warm
	if entries, _ := os.ReadDir(warm); len(entries) > 0 {
		cache = filepath.Join(t.TempDir(), "cache")
		if err := os.CopyFS(cache, os.DirFS(warm)); err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(cache)
	}
	res, err := driver.Check(context.Background(), driver.Options{
		Load: load.Options{Dir: dir, Tests: true}, CacheDir: cache, Shuffle: seed,
	}, analyzers.Suite())
	if err != nil {
		t.Fatal(err)
	}
	if res.Stats.Fallback != "" || res.Stats.Unchanged {
		t.Fatalf("not everything was analysed: %+v", res.Stats)
	}
	n := len(res.Findings)
	res.Stats = driver.Stats{}
	text, err := json.MarshalIndent(res, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text), n
}

func goList(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %s: %v", strings.Join(args, " "), err)
	}
	return string(out)
}
