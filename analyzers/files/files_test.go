package files_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/files"
)

func TestByName(t *testing.T) {
	fset := token.NewFileSet()
	pass := &analysis.Pass{Fset: fset}
	for _, name := range []string{"c.go", "a.go", "b_test.go", "b.go"} {
		// A line comment renames the lines, not the file.
		f, err := parser.ParseFile(fset, name, "//line z.go:1\npackage p\n", 0)
		if err != nil {
			t.Fatal(err)
		}
		pass.Files = append(pass.Files, f)
	}
	given := slices.Clone(pass.Files)
	var got []string
	for _, f := range files.ByName(pass) {
		got = append(got, fset.File(f.FileStart).Name())
	}
	if want := []string{"a.go", "b.go", "b_test.go", "c.go"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if !slices.EqualFunc(given, pass.Files, func(a, b *ast.File) bool { return a == b }) {
		t.Error("the files of the pass were moved")
	}
}
