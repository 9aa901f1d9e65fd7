package directive_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"github.com/asyncport/asyncport/internal/directive"
)

// Whatever the source, also one with syntax errors: no panic, an ignore
// without error has rules, a reason and lines of this file, an assume has
// arguments.
func FuzzParse(f *testing.F) {
	f.Add("package p\n\n//asyncport:ignore a,b why\nfunc f() {\n\tf() //asyncport:ignore c d\n}\n")
	f.Add("package p\n\ntype T struct {\n\ta int //asyncport:assume guarded-by mu\n}\n//asyncport:assume blocks net\nfunc f()")
	f.Add("package p\nvar (\n//line x:1\n//asyncport:ignore a b\n")
	f.Add("//asyncport:ignore r x\npackage p; func f() { for { select { case")
	f.Fuzz(func(t *testing.T, src string) {
		fset := token.NewFileSet()
		file, _ := parser.ParseFile(fset, "x.go", src, parser.ParseComments|parser.SkipObjectResolution)
		if file == nil {
			return
		}
		lines := fset.File(file.FileStart).LineCount()
		for _, d := range directive.Parse(fset, file) {
			if d.Pos < file.FileStart || d.End <= d.Pos {
				t.Errorf("bad bounds %d, %d", d.Pos, d.End)
			}
			if d.Err != "" {
				continue
			}
			switch d.Verb {
			case directive.Ignore:
				if len(d.Rules) == 0 || d.Reason == "" || d.From < 1 || d.To < d.From || d.To > lines {
					t.Errorf("bad ignore %+v", d)
				}
			case directive.Assume:
				if len(d.Args) == 0 {
					t.Errorf("bad assume %+v", d)
				}
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				directive.ForFunc(n)
			case *ast.Field:
				directive.ForField(n)
			}
			return true
		})
	})
}
