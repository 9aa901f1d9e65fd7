package imports

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
)

// FuzzFix edits the imports of whatever parses: the result parses, imports what is
// needed and all that was imported, has the same comments and the same code, and
// stays as it is when it is edited again.
func FuzzFix(f *testing.F) {
	f.Add("package p\n", "")
	f.Add("package p\n\nimport \"fmt\" // why\n\nfunc f() { fmt.Println() }\n", "rt")
	f.Add("package p; import (\"a\"; \"C\"; . \"d/e\"); var x = 1\n", "")
	f.Add("package p\r\n\r\n// #include <a.h>\r\nimport \"C\"\r\n\r\nimport (\r\n\t// doc\r\n\tx \"os\"\r\n\r\n\t\"example.com/m/z\" /* b */\r\n)\r\n", "aio")
	f.Fuzz(func(t *testing.T, src, name string) {
		before, err := parser.ParseFile(token.NewFileSet(), "", src, parser.ParseComments)
		if err != nil || name != "" && (!token.IsIdentifier(name) || name == "_") {
			return
		}
		need := map[string]string{aioPath: name, "context": ""}
		got, err := Fix([]byte(src), []byte(src), need, nil)
		if err != nil {
			t.Fatalf("%q: %v", src, err)
		}
		after, err := parser.ParseFile(token.NewFileSet(), "", got, parser.ParseComments)
		if err != nil {
			t.Fatalf("%q becomes %q: %v", src, got, err)
		}
		have := paths(after)
		for _, p := range append(paths(before), aioPath, "context") {
			if !slices.Contains(have, p) {
				t.Errorf("%q is not imported in %q, made of %q", p, got, src)
			}
		}
		if a, b := comments(before), comments(after); !slices.Equal(a, b) {
			t.Errorf("comments %q become %q in %q", a, b, got)
		}
		if a, b := code(src, before), code(string(got), after); !slices.Equal(a, b) {
			t.Errorf("code %q becomes %q", a, b)
		}
		if again, err := Fix(got, got, need, nil); err != nil || !bytes.Equal(again, got) {
			t.Errorf("%q becomes %q once more, %v", got, again, err)
		}
	})
}

func paths(f *ast.File) []string {
	var list []string
	for _, spec := range f.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		list = append(list, p)
	}
	return list
}

func comments(f *ast.File) []string {
	var list []string
	for _, group := range f.Comments {
		for _, c := range group.List {
			list = append(list, c.Text)
		}
	}
	return list
}

// code returns the declarations that are no imports.
func code(src string, f *ast.File) []string {
	var list []string
	for _, d := range f.Decls {
		if gen, ok := d.(*ast.GenDecl); !ok || gen.Tok != token.IMPORT {
			list = append(list, src[d.Pos()-1:d.End()-1])
		}
	}
	return list
}
