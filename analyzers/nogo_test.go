package analyzers_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers"
)

// TestNogo checks what Bazel's nogo asks of an analyzer: a package of its own,
// which the page names, with an exported variable Analyzer.
func TestNogo(t *testing.T) {
	page, err := os.ReadFile(filepath.FromSlash("../docs/nogo.md"))
	if err != nil {
		t.Fatal(err)
	}
	const label = `"@com_github_asyncport_asyncport//analyzers/`
	suite := analyzers.Suite()
	if n := bytes.Count(page, []byte(label)); n != len(suite) {
		t.Errorf("the page names %d analyzers, there are %d", n, len(suite))
	}
	for _, a := range suite {
		if !bytes.Contains(page, []byte(label+a.Name+`"`)) {
			t.Errorf("the page does not name %s", a.Name)
		}
		if !declares(t, a.Name, "Analyzer") {
			t.Errorf("the package of %s has no variable Analyzer", a.Name)
		}
	}
}

// declares reports whether the package in the directory has a variable of that
// name.
func declares(t *testing.T, dir, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range f.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				for _, id := range spec.(*ast.ValueSpec).Names {
					if id.Name == name {
						return true
					}
				}
			}
		}
	}
	return false
}

// TestFactsAsInterfaces writes a fact of every type as drivers do, as a value of
// the interface, under the name that gob gives its type.
func TestFactsAsInterfaces(t *testing.T) {
	types := 0
	seen := make(map[*analysis.Analyzer]bool)
	var visit func(a *analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if seen[a] {
			return
		}
		seen[a] = true
		for _, fact := range a.FactTypes {
			types++
			if err := roundTrip(fact); err != nil {
				t.Errorf("%s: %v", a.Name, err)
			}
		}
		for _, b := range a.Requires {
			visit(b)
		}
	}
	for _, a := range analyzers.Suite() {
		visit(a)
	}
	if types == 0 {
		t.Error("no analyzer has facts")
	}
}

func roundTrip(fact analysis.Fact) error {
	gob.Register(fact)
	type record struct{ Fact analysis.Fact }
	in := record{reflect.New(reflect.TypeOf(fact).Elem()).Interface().(analysis.Fact)}
	var data bytes.Buffer
	if err := gob.NewEncoder(&data).Encode(in); err != nil {
		return err
	}
	var out record
	if err := gob.NewDecoder(&data).Decode(&out); err != nil {
		return err
	}
	if reflect.TypeOf(out.Fact) != reflect.TypeOf(fact) {
		return fmt.Errorf("a %T came back as a %T", fact, out.Fact)
	}
	return nil
}
