package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/internal/directive"
	"github.com/asyncport/asyncport/internal/driver"
	"github.com/asyncport/asyncport/internal/load"
)

// realModules are analysed in both drivers. Those that are not in the module
// cache are left out.
var realModules = []string{"github.com/thejerf/suture/v4@v4.0.6", "github.com/vbauerster/mpb/v8@v8.9.3",
	"github.com/robfig/cron/v3@v3.0.1", "github.com/jackc/puddle/v2@v2.2.3", "github.com/eapache/go-resiliency@v1.7.0"}

// releasePackages are packages of the standard library that are analysed in both
// drivers, from its own directory.
var releasePackages = []string{"./context", "./log/...", "./net/http/httputil", "./os/signal"}

// TestSameAsVet wants the same findings from go vet and from our own driver, and
// from the latter in any order of packages and files.
func TestSameAsVet(t *testing.T) {
	if testing.Short() {
		t.Skip("builds modules")
	}
	tool, err := exec.LookPath("asyncport")
	if err != nil {
		t.Fatal(err)
	}
	app, err := filepath.Abs("../../testdata/apps/telemetry")
	if err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir()
	for _, dir := range append(moduleCopies(t), app) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			want := vetFindings(t, tool, dir, "./...")
			var first []string
			for seed := range uint64(3) {
				got := driverFindings(t, dir, cache, seed, "./...")
				if diff := gocmp.Diff(want, got); diff != "" {
					t.Fatalf("seed %d (-go vet +driver):\n%s", seed, diff)
				}
				if first == nil {
					first = got
				}
			}
			t.Logf("%d findings", len(first))
		})
	}
}

// TestStandardSameAsVet wants the same of packages of the standard library.
func TestStandardSameAsVet(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses what the packages import")
	}
	tool, err := exec.LookPath("asyncport")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(strings.TrimPrefix(goEnv(t, "GOROOT")[0], "GOROOT="), "src")
	want := vetFindings(t, tool, dir, releasePackages...)
	got := driverFindings(t, dir, t.TempDir(), 0, releasePackages...)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Fatalf("-go vet +driver:\n%s", diff)
	}
	if len(got) == 0 {
		t.Error("nothing is found: were the packages analysed?")
	}
	t.Logf("%d findings", len(got))
}

// moduleCopies returns writable copies of the modules that are there.
func moduleCopies(t *testing.T) []string {
	modcache := strings.TrimPrefix(goEnv(t, "GOMODCACHE")[0], "GOMODCACHE=")
	var dirs []string
	for _, m := range realModules {
		src := filepath.Join(modcache, filepath.FromSlash(m))
		if _, err := os.Stat(src); err != nil {
			t.Logf("%s is not in the module cache", m)
			continue
		}
		dir := filepath.Join(t.TempDir(), strings.Split(m, "/")[2])
		if err := os.CopyFS(dir, os.DirFS(src)); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, dir)
	}
	return dirs
}

// line is what a finding is compared by.
func line(file string, at, col int, rule, message string) string {
	return file + ":" + strconv.Itoa(at) + ":" + strconv.Itoa(col) + ": " + message + " (" + rule + ")"
}

func driverFindings(t *testing.T, dir, cache string, seed uint64, patterns ...string) []string {
	t.Helper()
	res, err := driver.Check(t.Context(), driver.Options{
		Load: load.Options{Dir: dir, Tests: true}, CacheDir: cache, Shuffle: seed, Patterns: patterns,
	}, analyzers.Suite())
	if err != nil {
		t.Fatal(err)
	}
	if res.Stats.Fallback != "" {
		t.Fatalf("the driver was not used: %s", res.Stats.Fallback)
	}
	var list []string
	for _, f := range res.Findings {
		if f.Category != directive.CategorySuppressed {
			list = append(list, line(f.Pos.Filename, f.Pos.Line, f.Pos.Column, f.Rule, f.Message))
		}
	}
	return slices.Compact(list) // some differ in their proof only
}

// vetFindings runs go vet and puts its findings in our order, each once: it
// prints package after package, and for a file of a package with tests twice.
func vetFindings(t *testing.T, tool, dir string, patterns ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"vet", "-json", "-vettool=" + tool}, patterns...)...)
	cmd.Dir = dir
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("go vet: %v\n%s", err, stderr.Bytes())
	}
	// Before Go 1.26 the objects are on stderr, with comments.
	data := out.Bytes()
	if len(bytes.TrimSpace(data)) == 0 {
		data = withoutComments(stderr.Bytes())
	}
	type place struct {
		file          string
		line, col     int
		rule, message string
	}
	var places []place
	for dec := json.NewDecoder(bytes.NewReader(data)); ; {
		var tree map[string]map[string]json.RawMessage
		if err := dec.Decode(&tree); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for _, rules := range tree {
			for rule, raw := range rules {
				var diags []struct{ Posn, Message string }
				if err := json.Unmarshal(raw, &diags); err != nil {
					t.Fatalf("%s: %s", rule, raw)
				}
				for _, d := range diags {
					parts := strings.Split(d.Posn, ":")
					n := len(parts)
					l, _ := strconv.Atoi(parts[n-2])
					c, _ := strconv.Atoi(parts[n-1])
					file, err := filepath.Rel(dir, strings.Join(parts[:n-2], ":"))
					if err != nil {
						t.Fatal(err)
					}
					places = append(places, place{filepath.ToSlash(file), l, c, rule, d.Message})
				}
			}
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.file, b.file), a.line-b.line, a.col-b.col, cmp.Compare(a.rule, b.rule), cmp.Compare(a.message, b.message))
	})
	var list []string
	for _, p := range slices.Compact(places) {
		list = append(list, line(p.file, p.line, p.col, p.rule, p.message))
	}
	return list
}

func withoutComments(data []byte) []byte {
	var out []byte
	for line := range bytes.Lines(data) {
		if !bytes.HasPrefix(line, []byte("#")) {
			out = append(out, line...)
		}
	}
	return out
}
