package scoreboard

import (
	"go/scanner"
	"go/token"
	"os"
	"strings"
	"testing"
)

// leakLabels returns the labels of the installed Go release and where it is;
// releases before Go 1.26 have none.
func leakLabels(t *testing.T) (labels []LeakLabel, goroot string) {
	t.Helper()
	goroot, err := GOROOT(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(leakTestFile(goroot)); err != nil {
		t.Skip("this Go release has no labelled leaks:", err)
	}
	if labels, err = LeakLabels(goroot); err != nil {
		t.Fatal(err)
	}
	return labels, goroot
}

// Every string literal of the file that ends in a wait reason becomes a label,
// and each label has a kind.
func TestLeakLabels(t *testing.T) {
	labels, goroot := leakLabels(t)
	src, err := os.ReadFile(leakTestFile(goroot))
	if err != nil {
		t.Fatal(err)
	}
	var s scanner.Scanner
	fset := token.NewFileSet()
	s.Init(fset.AddFile("", -1, len(src)), src, nil, 0)
	want := 0
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		if tok == token.STRING && strings.HasSuffix(lit, "\\]`") {
			want++
		}
	}
	if len(labels) != want || want == 0 {
		t.Errorf("%d labels, but %d stand in the file", len(labels), want)
	}
	sets := make(map[string]int)
	for _, l := range labels {
		sets[l.Set]++
		if _, err := l.Kind(); err != nil {
			t.Errorf("%s: %v", l.Name(), err)
		}
	}
	if len(sets) != 2 || sets[leakSet] == 0 || sets[gokerSet] == 0 {
		t.Errorf("labels by set: %v, want some in both", sets)
	}
}

func TestLeakLabelMatches(t *testing.T) {
	l := LeakLabel{Func: `worker\.Start\.func1\(.*`}
	if !l.Matches("main.worker.Start.func1") {
		t.Error("the function itself does not match")
	}
	for _, name := range []string{"main.worker.Start.func12", "main.worker.Start", "main.worker.Start.func1.1"} {
		if l.Matches(name) {
			t.Errorf("%s matches", name)
		}
	}
}

// The programs load without a type error, and each labelled one is a function.
func TestLoadLeakPrograms(t *testing.T) {
	labels, goroot := leakLabels(t)
	for _, set := range []string{leakSet, gokerSet} {
		mod, err := LoadLeakPrograms(t.Context(), goroot, set, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if len(mod.Packages) != 1 || mod.Packages[0].Name != "main" {
			t.Fatalf("%s: %d packages, want one program", set, len(mod.Packages))
		}
		for _, l := range labels {
			if l.Set == set && mod.Packages[0].Types.Scope().Lookup(l.Program) == nil {
				t.Errorf("%s has no function %s", set, l.Program)
			}
		}
	}
}
