package load

import (
	"fmt"
	"go/ast"
	goparser "go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestBlankedAsStripped compares what is left of files without their bodies when these
// are not parsed and when they are. Tests of the library have the odd source.
func TestBlankedAsStripped(t *testing.T) {
	env, err := readGoEnv(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	src := filepath.Join(env.GOROOT, "src")
	roots := []string{"net", "go", "os", "internal/abi", "reflect", "sync", "text", "time", "runtime"}
	if os.Getenv("ASYNCPORT_ALL_STD") != "" {
		roots = []string{"."}
	}
	compared, kept := 0, 0
	for _, root := range roots {
		err := filepath.WalkDir(filepath.Join(src, root), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") {
				return err
			}
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			fset := token.NewFileSet()
			want, err := goparser.ParseFile(fset, name, data, full)
			if err != nil {
				return nil // of testdata
			}
			stripBodies(want)
			got := parseBlanked(fset, name, data)
			if got == nil {
				kept++
				return nil
			}
			compared++
			if w, g := outline(fset, want), outline(fset, got); w != g {
				t.Errorf("%s differs:\n%s", name, firstDifference(w, g))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if compared < 1000 || kept > compared/8 {
		t.Errorf("%d files compared, %d parsed as a whole", compared, kept)
	}
}

// outline lists the nodes of a file with their places, and its lines.
func outline(fset *token.FileSet, f *ast.File) string {
	var b strings.Builder
	file := fset.File(f.FileStart)
	ast.Inspect(f, func(n ast.Node) bool {
		if n != nil {
			fmt.Fprintf(&b, "%T %d %d", n, file.Offset(n.Pos()), file.Offset(min(n.End(), f.FileEnd)))
			if id, ok := n.(*ast.Ident); ok {
				b.WriteString(" " + id.Name)
			}
			b.WriteByte('\n')
		}
		return true
	})
	fmt.Fprintln(&b, f.GoVersion, ast.IsGenerated(f), file.Lines())
	return b.String()
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "want " + w[i] + "\ngot  " + g[i]
		}
	}
	return "one is longer"
}

func TestBlankBodies(t *testing.T) {
	tests := []struct{ src, want string }{
		{"func f() int {\n\treturn 1\n}", "func f() int {\n         \n}"},
		{"func f(x []int, y interface{ M() }) struct{ a int } { return `}` }", "func f(x []int, y interface{ M() }) struct{ a int } {            }"},
		{"func (t *T) init() { x() }", "func (t *T) init() {     }"},
		{"func init() { x() }", "func init() { x() }"},
		{"func F[T any](x T) { x() }", "func F[T any](x T) { x() }"},
		{"func (l *List[T]) F() { x() }", "func (l *List[T]) F() { x() }"},
		{"func f() // none {\n\nvar x = '{'", "func f() // none {\n\nvar x = '{'"},
		{"func f() (a, b func() (x int)) { '\\''; /* } */ }", "func f() (a, b func() (x int)) {               }"},
		{"func f() { x() } // behind\nfunc g() { y() }", "func f() {     } // behind\nfunc g() {     }"},
		{"var f =\nfunc() { x() }", "var f =\nfunc() { x() }"},
		{"var f = func() {\n\tx()\n}", "var f = func() {\n\tx()\n}"},
		{"var s = `\nfunc f() { x() }\n`", "var s = `\nfunc f() { x() }\n`"},
	}
	for _, tt := range tests {
		got, ok := blankBodies([]byte(tt.src))
		if !ok || string(got) != tt.want {
			t.Errorf("blankBodies(%q) = %q, %t; want %q", tt.src, got, ok, tt.want)
		}
	}
	for _, src := range []string{"func f() {", "func f() { \"\n }", "var x = `", "/* "} {
		if got, ok := blankBodies([]byte(src)); ok {
			t.Errorf("blankBodies(%q) = %q, want to give up", src, got)
		}
	}
}

// FuzzBlankBodies looks for source that parses with and without its bodies but
// then declares something else.
func FuzzBlankBodies(f *testing.F) {
	f.Add("func f() int { return 1 }")
	f.Add("func (x T[P]) f(a struct{}) (b interface{}) {}\nvar y = `\nfunc`")
	f.Fuzz(func(t *testing.T, src string) {
		src = "package p\n" + src
		fset := token.NewFileSet()
		want, err := goparser.ParseFile(fset, "p.go", src, full)
		if err != nil || slices.Contains([]byte(src), '\r') {
			return
		}
		stripBodies(want)
		got := parseBlanked(fset, "p.go", []byte(src))
		if got == nil {
			return
		}
		if w, g := outline(fset, want), outline(fset, got); w != g {
			t.Errorf("%s\ndiffers:\n%s", src, firstDifference(w, g))
		}
	})
}
