package load

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// recheckModule has a package with tests that b imports, and c, which has
// nothing to do with them.
var recheckModule = map[string]string{
	"go.mod":      "module example.com/m\n\ngo 1.24\n",
	"a/a.go":      "package a\n\nfunc A() int { return 1 }\n",
	"a/a_test.go": "package a\n\nimport \"testing\"\n\nfunc TestA(*testing.T) { _ = A() }\n",
	"a/x_test.go": "package a_test\n\nimport (\n\t\"testing\"\n\n\t\"example.com/m/a\"\n)\n\nfunc TestX(*testing.T) { _ = a.A() }\n",
	"b/b.go":      "package b\n\nimport \"example.com/m/a\"\n\nfunc B() { _ = a.A() }\n",
	"c/c.go":      "package c\n\nimport \"strings\"\n\nvar C = strings.ToUpper(\"c\")\n",
}

func recheckSetup(t *testing.T) (string, Options, *Rechecker) {
	t.Helper()
	dir := writeModule(t, recheckModule)
	opts := Options{Dir: dir, Tests: true}
	m, err := Load(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return m.Dir, opts, NewRechecker(m, opts)
}

// TestRecheckSaysWhatLoadSays checks one edit after the other both ways: the
// errors and the API have to be the same.
func TestRecheckSaysWhatLoadSays(t *testing.T) {
	dir, opts, again := recheckSetup(t)
	tests := []struct {
		name   string
		files  map[string]string
		broken string // part of the error; "" for none
	}{
		{"nothing", nil, ""},
		{"a body", map[string]string{"a/a.go": "package a\n\nfunc A() int { return 2 }\n"}, ""},
		{"a signature, not its callers", map[string]string{"a/a.go": "package a\n\nfunc A(int) int { return 2 }\n"}, "not enough arguments"},
		{"the same and all callers", map[string]string{
			"a/a.go":      "package a\n\nfunc A(int) int { return 2 }\n",
			"a/a_test.go": "package a\n\nimport \"testing\"\n\nfunc TestA(*testing.T) { _ = A(1) }\n",
			"a/x_test.go": "package a_test\n\nimport (\n\t\"testing\"\n\n\t\"example.com/m/a\"\n)\n\nfunc TestX(*testing.T) { _ = a.A(1) }\n",
			"b/b.go":      "package b\n\nimport \"example.com/m/a\"\n\nfunc B() { _ = a.A(1) }\n",
		}, ""},
		{"syntax", map[string]string{"b/b.go": "package b\n\nfunc {\n"}, "expected"},
		{"an import that was not loaded", map[string]string{"c/c.go": "package c\n\nimport \"container/list\"\n\nvar C = list.New()\n"}, ""},
		{"a new package", map[string]string{
			"d/d.go": "package d\n\nimport \"container/ring\"\n\nvar D = ring.New(1)\n",
			"c/c.go": "package c\n\nimport \"example.com/m/d\"\n\nvar C = d.D\n",
		}, ""},
		{"a package that is not there", map[string]string{"c/c.go": "package c\n\nimport \"example.com/m/missing\"\n\nvar C = missing.M\n"}, "missing"},
		{"a cycle", map[string]string{"a/a.go": "package a\n\nimport \"example.com/m/b\"\n\nfunc A() int { b.B(); return 1 }\n"}, "import cycle"},
		{"a file that is left out", map[string]string{"c/c.go": "//go:build never\n\npackage c\n", "c/d.go": "package c\n\nvar D int\n"}, ""},
		{"an older language", map[string]string{"go.mod": "module example.com/m\n\ngo 1.17\n", "c/c.go": "package c\n\nfunc C[T any]() {}\n"}, "go1.18"},
		{"nothing, after all of that", nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			overlay := map[string][]byte{}
			for name, text := range test.files {
				overlay[filepath.Join(dir, filepath.FromSlash(name))] = []byte(text)
			}
			opts.Overlay = overlay
			want, wantErr := Load(t.Context(), opts)
			got, err := again.Load(t.Context(), overlay)
			if diff := cmp.Diff(problemsOf(wantErr), problemsOf(err)); diff != "" {
				t.Errorf("errors (-load +recheck):\n%s", diff)
			}
			if bad := problemsOf(err); (bad != "") != (test.broken != "") || !strings.Contains(bad, test.broken) {
				t.Errorf("errors %q, want %q in them", bad, test.broken)
			}
			if err != nil || wantErr != nil {
				return
			}
			if diff := cmp.Diff(surface(want), surface(got)); diff != "" {
				t.Errorf("packages (-load +recheck):\n%s", diff)
			}
		})
	}
}

// problemsOf returns all that an error of a load says.
func problemsOf(err error) string {
	if err == nil {
		return ""
	}
	var bad *LoadError
	text := err.Error()
	if errors.As(err, &bad) {
		for _, e := range bad.All {
			text += "\n" + e.Error()
		}
	}
	return text
}

// surface describes what the packages of a module declare and import.
func surface(m *Module) map[string][]string {
	all := map[string][]string{}
	for _, p := range m.Packages {
		for _, name := range p.Types.Scope().Names() {
			all[p.ID] = append(all[p.ID], p.Types.Scope().Lookup(name).String())
		}
		for _, imp := range p.Types.Imports() {
			all[p.ID] = append(all[p.ID], "imports "+imp.Path())
		}
	}
	return all
}

// TestRecheckKeeps wants that only what an edit can change is checked again.
func TestRecheckKeeps(t *testing.T) {
	dir, _, again := recheckSetup(t)
	before := again.root.packages
	edit := map[string][]byte{filepath.Join(dir, "a", "a.go"): []byte("package a\n\nfunc A() int { return 2 }\n")}
	if _, err := again.Load(t.Context(), edit); err != nil {
		t.Fatal(err)
	}
	first := again.last.packages
	for id, fresh := range map[string]bool{
		"example.com/m/a": true, "example.com/m/b": true, "example.com/m/a [example.com/m/a.test]": true,
		"example.com/m/c": false, "testing": false, "strings": false,
	} {
		if first[id] == nil || (first[id] != before[id]) != fresh {
			t.Errorf("%s: checked again is %v, want %v", id, first[id] != before[id], fresh)
		}
	}
	if _, err := again.Load(t.Context(), edit); err != nil {
		t.Fatal(err)
	}
	if id := "example.com/m/b"; again.last.packages[id] != first[id] {
		t.Errorf("%s was checked a third time", id)
	}
}

func writeModule(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
