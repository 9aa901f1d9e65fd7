package runtime

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/pack"
)

func TestPackIsCurrent(t *testing.T) {
	if err := pack.Current(packed, "../../aio", pack.Options{SkipTests: true, SkipModules: true}); err != nil {
		t.Error(err)
	}
}

// Without packages the copy is the runtime alone, with nothing in it that is
// not Go, and the same every time.
func TestFilesOfTheRuntimeAlone(t *testing.T) {
	files, err := Files("1.23")
	if err != nil {
		t.Fatal(err)
	}
	for name := range files {
		if path.Dir(name) != Dir || path.Ext(name) != ".go" && path.Base(name) != "LICENSE" || strings.HasSuffix(name, "_test.go") {
			t.Errorf("%s is in the copy", name)
		}
	}
	for _, name := range []string{"doc.go", "LICENSE"} {
		if files[path.Join(Dir, name)] == nil {
			t.Errorf("the copy lacks %s", name)
		}
	}
	again, err := Files("1.23", "example.com/m/internal/aio")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(files, again); diff != "" {
		t.Errorf("named without companions (-alone +named):\n%s", diff)
	}
}

// sample is a runtime with companions that need each other and other files.
var sample = fstest.MapFS{
	"go.mod":                  {Data: []byte("module " + Source + "\n")},
	"README.md":               {Data: []byte("# aio\n")},
	"doc.go":                  {Data: []byte("// Package aio: see " + Source + "/net.\npackage aio\n")},
	"doc_test.go":             {Data: []byte("package aio\n")},
	"net/net.go":              {Data: []byte("package net\n\nimport (\n\t\"net\"\n\n\tcore `" + Source + "`\n\t_ \"" + Source + "extra\"\n)\n\nconst home = \"" + Source + "\"\n")},
	"http/http.go":            {Data: []byte("package http\n\nimport \"" + Source + "/net\"\n")},
	"http/deep/deep.go":       {Data: []byte("package deep\n")},
	"http/static/page.html":   {Data: []byte("<p>")},
	"http/testdata/x_test.go": {Data: []byte("package x\n")},
}

func TestCompanions(t *testing.T) {
	source, err := readTree(sample)
	if err != nil {
		t.Fatal(err)
	}
	const home = "example.com/m/internal/aio"
	for _, tt := range []struct {
		companions, want []string
	}{
		{nil, []string{"doc.go"}},
		{[]string{"net"}, []string{"doc.go", "net/net.go"}},
		{[]string{"http"}, []string{"doc.go", "http/http.go", "http/static/page.html", "net/net.go"}},
		{[]string{"http/deep", "http/deep"}, []string{"doc.go", "http/deep/deep.go"}},
	} {
		files, err := source.copies(home, tt.companions)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, name := range tt.want {
			want = append(want, Dir+"/"+name)
		}
		if diff := cmp.Diff(want, slices.Sorted(maps.Keys(files))); diff != "" {
			t.Errorf("files for %v (-want +got):\n%s", tt.companions, diff)
		}
	}
	if _, err := source.copies(home, []string{"sql"}); err == nil || !strings.Contains(err.Error(), "has no package sql") {
		t.Errorf("unknown companion: error %v", err)
	}
	if _, err := source.copies("", []string{"net"}); err == nil || !strings.Contains(err.Error(), "where the copy stands") {
		t.Errorf("companion without a place: error %v", err)
	}
}

func TestRelocateChangesImportsOnly(t *testing.T) {
	src := string(sample["net/net.go"].Data)
	got, imported, err := relocate([]byte(src), "example.com/m/internal/aio")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(src, "core `"+Source+"`", "core `example.com/m/internal/aio`", 1)
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("source (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"."}, imported); diff != "" {
		t.Errorf("packages (-want +got):\n%s", diff)
	}
}

func TestOwns(t *testing.T) {
	for pkg, want := range map[string]bool{
		"m/internal/aio":        true,
		"m/internal/aio/aioio":  true,
		"m/internal/aio/mine":   false,
		"m/internal/aiox":       false,
		"m":                     false,
		"n/internal/aio":        false,
		"m/internal/aio/aioio2": false,
	} {
		if got := Owns("m", pkg); got != want {
			t.Errorf("Owns(m, %s) is %v", pkg, got)
		}
	}
}

func TestIs(t *testing.T) {
	for pkg, want := range map[string]bool{
		"m/internal/aio":       true,
		Source:                 true,
		Source + "/aioio":      false,
		"m/internal/aio/aioio": false,
		"n/internal/aio":       false,
	} {
		if got := Is("m", pkg); got != want {
			t.Errorf("Is(m, %s) is %v", pkg, got)
		}
	}
}

func TestLocate(t *testing.T) {
	for _, tt := range []struct {
		packages   []string
		home       string
		companions []string
		err        string
	}{
		{},
		{packages: []string{"m/internal/aio"}, home: "m/internal/aio"},
		{packages: []string{"m/internal/aio/x", "m/internal/aio/x/y"}, home: "m/internal/aio", companions: []string{"x", "x/y"}},
		{packages: []string{"m/internal/aio/internal/aio/x"}, home: "m/internal/aio/internal/aio", companions: []string{"x"}},
		{packages: []string{"m/internal/aiox"}, err: "not below internal/aio"},
		{packages: []string{"fmt"}, err: "not below internal/aio"},
		{packages: []string{"m/internal/aio/x", "n/internal/aio/x"}, err: "different modules"},
	} {
		home, companions, err := locate(tt.packages)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%v: error %v, want one with %q", tt.packages, err, tt.err)
			}
			continue
		}
		if err != nil || home != tt.home || !slices.Equal(companions, tt.companions) {
			t.Errorf("%v: %q, %v, %v", tt.packages, home, companions, err)
		}
	}
}
