package yieldpoint_test

import (
	"bytes"
	"encoding/gob"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// TestSameBytes analyses a package of several files, the files parsed in
// another order each time, and compares the encoded facts.
func TestSameBytes(t *testing.T) {
	files, err := filepath.Glob("testdata/src/shuffle/*.go")
	if err != nil || len(files) < 3 {
		t.Fatalf("want at least three files to shuffle, have %v (%v)", files, err)
	}
	fset := token.NewFileSet()
	std := importer.ForCompiler(fset, "source", nil)
	random := rand.New(rand.NewSource(1))
	var first []byte
	for i := range 20 {
		random.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		got := factBytes(t, fset, std, files)
		switch {
		case i == 0:
			first = got
		case !bytes.Equal(got, first):
			t.Fatalf("other bytes when the files come as %v", files)
		}
	}
}

func factBytes(t *testing.T, fset *token.FileSet, imp types.Importer, names []string) []byte {
	t.Helper()
	var files []*ast.File
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(fset, name, src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object),
		Uses: make(map[*ast.Ident]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
		Instances: make(map[*ast.Ident]types.Instance), Implicits: make(map[ast.Node]types.Object),
	}
	pkg, err := (&types.Config{Importer: imp}).Check("example.com/shuffle", fset, files, info)
	if err != nil {
		t.Fatal(err)
	}
	var encoded bytes.Buffer
	pass := &analysis.Pass{
		Analyzer: yieldpoint.Analyzer, Fset: fset, Files: files, Pkg: pkg, TypesInfo: info,
		Report:            func(d analysis.Diagnostic) { encoded.WriteString(d.Message + "\n") },
		ImportPackageFact: func(*types.Package, analysis.Fact) bool { return false },
		AllPackageFacts:   func() []analysis.PackageFact { return nil },
		ExportPackageFact: func(f analysis.Fact) {
			if len(f.(*yieldpoint.Fact).Funcs) == 0 {
				t.Fatal("nothing found, so nothing is compared")
			}
			if err := gob.NewEncoder(&encoded).Encode(f); err != nil {
				t.Fatal(err)
			}
		},
	}
	if _, err := yieldpoint.Analyzer.Run(pass); err != nil {
		t.Fatal(err)
	}
	return encoded.Bytes()
}
