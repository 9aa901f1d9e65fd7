package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/config"
	"github.com/asyncport/asyncport/internal/pattern"
)

var rules = []string{"lockheld", "sharedstate", "stuck"}

func TestParse(t *testing.T) {
	got, err := config.Parse("x.yaml", []byte(`version: 1
rules:
  enable: [lockheld, stuck]
  disable:
    - stuck
catalog: [a.txt, tools/b.txt]
interfaces: declared
locks: all
baseline: known.txt
tests: false
exclude:
  - "gen/**"
explicit: [./store, example.com/m/rpc/...]
builds:
  - goos: linux
    tags: [a, b]
  - {goos: windows, goarch: arm64}
`), rules)
	if err != nil {
		t.Fatal(err)
	}
	no := false
	want := &config.Config{
		Enable: []string{"lockheld", "stuck"}, Disable: []string{"stuck"},
		Catalog: []string{"a.txt", "tools/b.txt"}, Interfaces: "declared", Locks: "all", Baseline: "known.txt",
		Tests: &no, Exclude: config.Globs{"gen/**"},
		Explicit: pattern.List{"./store", "example.com/m/rpc/..."},
		Builds:   []config.Build{{GOOS: "linux", Tags: []string{"a", "b"}}, {GOOS: "windows", GOARCH: "arm64"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"lockheld"}, got.Rules(rules)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(rules, new(config.Config).Rules(rules)); diff != "" {
		t.Error(diff)
	}
}

func TestErrors(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"", "c.yaml:1: the file is empty"},
		{"# nothing\n", "c.yaml:1: the file is empty"},
		{"rules: {}\n", "c.yaml:1: the key version is missing; add version: 1"},
		{"version: 2\n", "c.yaml:1: version 2 is not known"},
		{"version: 1\n\nrule: {}\n", `c.yaml:3: unknown key "rule"; did you mean "rules"? (known: version, rules, catalog, `},
		{"version: 1\nrules:\n  enabled: []\n", `c.yaml:3: unknown key "rules.enabled"; did you mean "enable"?`},
		{"version: 1\nrules:\n  enable: [lockhold]\n", `c.yaml:3: unknown rule "lockhold"; did you mean "lockheld"? (known: lockheld, `},
		{"version: 1\nrules: [lockheld]\n", "c.yaml:2: want keys with values here, got a list"},
		{"version: 1\nrules:\n", "c.yaml:2: want keys with values here, got nothing"},
		{"version: 1\ncatalog: a.txt\n", `c.yaml:2: want a list, got "a.txt"`},
		{"version: 1\ncatalog: [[a]]\n", "c.yaml:2: want a word, got a list"},
		{"version: 1\ninterfaces: implementation\n", `c.yaml:2: unknown policy "implementation"; did you mean "implementations"?`},
		{"version: 1\nbaseline:\n", "c.yaml:2: want a word, got nothing"},
		{"version: 1\ntests: maybe\n", `c.yaml:2: want true or false, got "maybe"`},
		{"version: 1\ntests: \"true\"\n", `c.yaml:2: want true or false, got "true"`},
		{"version: 1\nversion: 1\n", `c.yaml:2: the key "version" is there twice`},
		{"version: 1\nexclude: [\"[\"]\n", "c.yaml:2: [: syntax error in pattern"},
		{"version: 1\nexclude: [/a]\n", "relative to the module's root"},
		{"version: 1\nexplicit: [/a]\n", "c.yaml:2: /a: want an import path, or ./ and a path below"},
		{"version: 1\nexplicit:\n- a b\n", `c.yaml:3: "a b": want one pattern for packages`},
		{"version: 1\nbuilds:\n- goos: linux darwin\n", `c.yaml:3: "linux darwin": want one word`},
		{"version: 1\n---\nversion: 1\n", "c.yaml:2: a second document"},
		{"version: 1\n\t: x\n", "c.yaml:2: "},
		{"version: [1\n", "c.yaml:"},
		{"version: 1\n<<: {tests: true}\n", `unknown key "<<"`},
	} {
		_, err := config.Parse("c.yaml", []byte(tt.src), rules)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: error %v, want %s", tt.src, err, tt.want)
		}
	}
	_, err := config.Parse("c.yaml", []byte("version: 1\na: 1\nb: 2\n"), rules)
	if n := strings.Count(err.Error(), "\n"); n != 1 {
		t.Errorf("want both errors: %v", err)
	}
}

func TestGlobs(t *testing.T) {
	for _, tt := range []struct {
		pattern string
		yes, no []string
	}{
		{"gen", []string{"gen/a.go", "gen/b/a.go"}, []string{"a/gen/a.go", "generic/a.go", "gen.go"}},
		{"gen/", []string{"gen/a.go"}, []string{"gen.go"}},
		{"gen/**", []string{"gen/a.go", "gen/b/a.go"}, []string{"a.go"}},
		{"**/*_mock.go", []string{"a_mock.go", "a/b/c_mock.go"}, []string{"a/mock.go"}},
		{"**/gen/*.go", []string{"gen/a.go", "a/gen/b.go"}, []string{"gen/a/b.txt"}},
		{"a/**/b.go", []string{"a/b.go", "a/x/y/b.go"}, []string{"b.go", "a/b/c.go"}},
		{"*.go", []string{"a.go"}, []string{"a/b.go"}},
	} {
		g := config.Globs{tt.pattern}
		for _, file := range tt.yes {
			if !g.Match(file) {
				t.Errorf("%s does not match %s", tt.pattern, file)
			}
		}
		for _, file := range tt.no {
			if g.Match(file) {
				t.Errorf("%s matches %s", tt.pattern, file)
			}
		}
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module m\n")
	write("a/b/x.go", "package b\n")
	c, err := config.Load(filepath.Join(dir, "a/b"), rules)
	if err != nil || c.Dir != dir || c.Tests != nil {
		t.Errorf("without a file: %+v, %v", c, err)
	}
	write("asyncport.yaml", "version: 1\ntests: true\n")
	c, err = config.Load(filepath.Join(dir, "a/b"), rules)
	if err != nil || c.Tests == nil || c.Path("x/y") != filepath.Join(dir, "x", "y") {
		t.Errorf("got %+v, %v", c, err)
	}
	write("asyncport.yaml", "version: 3\n")
	if _, err = config.Load(dir, rules); err == nil || !strings.HasPrefix(err.Error(), "asyncport.yaml:1: ") {
		t.Errorf("got %v", err)
	}
	write("a/asyncport.yaml", "version: 1\n")
	if _, err = config.Load(filepath.Join(dir, "a/b"), rules); err == nil || !strings.Contains(err.Error(), "not at the module's root") {
		t.Errorf("got %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("version: 1\nrules: {enable: [stuck]}\nbuilds: [{goos: a}]\n")
	f.Add("version: 1\nexclude: &x [a, *x]\ncatalog: *x\n")
	f.Fuzz(func(t *testing.T, src string) {
		c, err := config.Parse("c.yaml", []byte(src), rules)
		if err == nil {
			c.Exclude.Match("a/b.go")
			return
		}
		if !strings.HasPrefix(err.Error(), "c.yaml:") {
			t.Errorf("no place in %v", err)
		}
	})
}
