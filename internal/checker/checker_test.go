package checker_test

import (
	"go/ast"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/txtar"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
)

func loadArchive(t *testing.T, archive string) *load.Module {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	m, err := load.Load(t.Context(), load.Options{Dir: dir, Tests: true}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// count is a fact: how many calls of functions named "hit" a package holds,
// with those of what it imports.
type count struct{ N int }

func (*count) AFact() {}

var hits = &analysis.Analyzer{
	Name:      "hits",
	Doc:       "reports calls of hit and counts them over packages",
	FactTypes: []analysis.Fact{new(count)},
	Run: func(pass *analysis.Pass) (any, error) {
		var c count
		for _, imp := range pass.Pkg.Imports() {
			var dep count
			pass.ImportPackageFact(imp, &dep)
			c.N += dep.N
		}
		for _, f := range pass.Files {
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "hit" {
					c.N++
					d := analysis.Diagnostic{Pos: call.Pos(), Message: "hit", Related: []analysis.RelatedInformation{
						{Pos: call.Lparen, Message: "here"}, {Message: "nowhere"}}}
					pass.Report(d)
					pass.Report(d)
				}
				return true
			})
		}
		if c.N > 0 {
			pass.ExportPackageFact(&c)
		}
		return nil, nil
	},
}

const hitModule = `
-- go.mod --
module example.com/m

go 1.24
-- b/b.go --
package b

import "example.com/m/a"

func hit() { a.F() }

func G() {
	hit()
	func() { hit() }()
}
-- a/a.go --
package a

func hit() {}

func F() { hit() }
-- a/a_test.go --
package a

import "testing"

func TestF(*testing.T) { hit() }
`

func TestRun(t *testing.T) {
	m := loadArchive(t, hitModule)
	a, err := checker.Run(m, []*analysis.Analyzer{hits})
	if err != nil {
		t.Fatal(err)
	}
	type brief struct {
		Pos, Func, Related string
	}
	var got []brief
	for _, f := range a.Findings {
		if f.Rule != "hits" || f.Message != "hit" || len(f.Related) != 2 || f.Related[1].Pos.IsValid() {
			t.Errorf("finding %+v", f)
		}
		got = append(got, brief{f.Pos.String(), f.Func, f.Related[0].Pos.String()})
	}
	want := []brief{
		{"a/a.go:5:12", "example.com/m/a.F", "a/a.go:5:15"},
		{"a/a_test.go:5:26", "example.com/m/a.TestF", "a/a_test.go:5:29"},
		{"b/b.go:8:2", "example.com/m/b.G", "b/b.go:8:5"},
		{"b/b.go:9:11", "example.com/m/b.G.func1", "b/b.go:9:14"},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}

	// The fact of a counts its tests; b saw a as it is imported, without them.
	for path, n := range map[string]int{"example.com/m/a": 2, "example.com/m/b": 3} {
		var c count
		if !a.Fact(path, &c) || c.N != n {
			t.Errorf("fact of %s = %d, want %d", path, c.N, n)
		}
	}
	if a.Fact("errors", new(count)) {
		t.Error("package errors has a fact")
	}
}

func TestFailingAnalyzer(t *testing.T) {
	m := loadArchive(t, hitModule)
	broken := &analysis.Analyzer{Name: "broken", Doc: "fails", Run: func(pass *analysis.Pass) (any, error) {
		return nil, os.ErrInvalid
	}}
	_, err := checker.Run(m, []*analysis.Analyzer{broken})
	if err == nil || !strings.Contains(err.Error(), "analyzer broken on package example.com/m/b: ") {
		t.Errorf("error %v, want one that names analyzer and package", err)
	}
}
