package apidata_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/internal/driver/apidata"
)

// world is the packages that were read so far in one of two ways.
type world struct {
	fset *token.FileSet
	pkgs map[string]*types.Package
}

func newWorld() *world {
	return &world{token.NewFileSet(), map[string]*types.Package{"unsafe": types.Unsafe}}
}

// TestAsExportData wants every package to read like what the export data of x/tools
// makes of it: objects, methods, constants, and where they stand.
func TestAsExportData(t *testing.T) {
	patterns := []string{"net/http", "go/types", "testing", "iter"}
	if p := os.Getenv("PACKAGES"); p != "" {
		patterns = strings.Fields(p)
	}
	const mode = packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo
	pkgs, err := packages.Load(&packages.Config{Mode: mode, Dir: os.Getenv("DIR"), Fset: token.NewFileSet()}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	theirs, ours := newWorld(), newWorld()
	n, before, after := 0, 0, 0
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		if p.PkgPath == "unsafe" || len(p.Errors) > 0 {
			return
		}
		n++
		var buf bytes.Buffer
		if err := gcexportdata.Write(&buf, p.Fset, p.Types); err != nil {
			t.Fatal(err)
		}
		before += buf.Len()
		want, err := gcexportdata.Read(&buf, theirs.fset, theirs.pkgs, p.PkgPath)
		if err != nil {
			t.Fatal(err)
		}
		data, err := apidata.Write(p.Fset, p.Types)
		if err != nil {
			t.Fatalf("%s: %v", p.PkgPath, err)
		}
		after += len(data)
		got, err := apidata.Read(ours.fset, data, p.PkgPath, func(path string) *types.Package { return ours.pkgs[path] })
		if err != nil {
			t.Fatalf("%s: %v", p.PkgPath, err)
		}
		ours.pkgs[p.PkgPath] = got
		if again, err := apidata.Write(p.Fset, p.Types); err != nil || !bytes.Equal(data, again) {
			t.Errorf("%s is written in two ways", p.PkgPath)
		}
		if w, g := describe(theirs.fset, want), describe(ours.fset, got); !slices.Equal(w, g) {
			t.Errorf("%s differs:\n%s", p.PkgPath, difference(w, g))
		}
	})
	t.Logf("%d packages, %d bytes in place of %d", n, after, before)
	if n < 50 {
		t.Errorf("only %d packages", n)
	}
}

// TestConstraints has types that nothing but constraints lead to, whose own parameters
// have others, and the interface of no package under a name of one.
func TestConstraints(t *testing.T) {
	const src = `package p
type a interface{ b[int]; M(c) }
type b[T d] interface{ N(T) e }
type c struct{ f g[string] }
type d interface{ ~int | ~string }
type e struct{}
func (e) M(h) {}
type g[T i] struct{ t T }
type h int
type i interface{ comparable }
type j interface{ k }
type k interface{ K() l }
type l struct{ *l }
type A[T any] = map[string]T
func F[T a, U j]() A[T] { return nil }
type G[T interface{ ~[]U }, U any] struct{ m func(...T) U }
func (x *G[S, E]) All(yield func(S, E) bool) {}
const C, R, Z = 1 << 100, 1.0 / 3, 2i
type Err error
type Failure struct{ Err }
`
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := new(types.Config).Check("p", fset, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := apidata.Write(fset, pkg)
	if err != nil {
		t.Fatal(err)
	}
	ours := token.NewFileSet()
	got, err := apidata.Read(ours, data, "p", func(string) *types.Package { return nil })
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := gcexportdata.Write(&buf, fset, pkg); err != nil {
		t.Fatal(err)
	}
	theirs := newWorld()
	want, err := gcexportdata.Read(&buf, theirs.fset, theirs.pkgs, "p")
	if err != nil {
		t.Fatal(err)
	}
	if w, g := describe(theirs.fset, want), describe(ours, got); !slices.Equal(w, g) {
		t.Error(difference(w, g))
	}
	for i := range data {
		if _, err := apidata.Read(token.NewFileSet(), data[:i], "p", func(string) *types.Package { return nil }); err == nil {
			t.Errorf("the first %d of %d bytes are read as a package", i, len(data))
		}
	}
}

func difference(want, got []string) string {
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			return "want " + want[i] + "\ngot  " + got[i]
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(got), len(want))
}

// describe lists all that can be seen of a package. Export data knows no columns.
func describe(fset *token.FileSet, pkg *types.Package) []string {
	d := &description{fset: fset}
	d.add("package %s %s %t", pkg.Path(), pkg.Name(), pkg.Complete())
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		d.add("%s %s", obj, d.place(obj.Pos()))
		switch obj := obj.(type) {
		case *types.Const:
			d.add("\t%v %s", obj.Val().Kind(), obj.Val()) // export data rounds
		case *types.TypeName:
			d.params(obj.Type().(interface{ TypeParams() *types.TypeParamList }).TypeParams())
			d.methods(obj.Type())
		case *types.Var:
			d.add("\t%v", obj.Kind())
		case *types.Func:
			d.params(obj.Signature().TypeParams())
		}
		d.typ(obj.Type().Underlying(), 0)
	}
	return d.lines
}

type description struct {
	fset  *token.FileSet
	lines []string
}

func (d *description) add(format string, args ...any) {
	d.lines = append(d.lines, fmt.Sprintf(format, args...))
}

func (d *description) place(pos token.Pos) string {
	p := d.fset.Position(pos)
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

func (d *description) params(list *types.TypeParamList) {
	for p := range list.TypeParams() {
		d.add("\tparameter %s %s %s", p, p.Constraint(), d.place(p.Obj().Pos()))
	}
}

func (d *description) methods(t types.Type) {
	if named, ok := t.(*types.Named); ok {
		for m := range named.Methods() {
			d.add("\tmethod %s of %s as %d %s", m, m.Signature().Recv(), m.Signature().RecvTypeParams().Len(), d.place(m.Pos()))
			d.typ(m.Type(), 1)
			d.add("\t%s", m.FullName())
		}
	}
	for _, t := range []types.Type{t, types.NewPointer(t)} {
		set := types.NewMethodSet(t)
		for sel := range set.Methods() {
			d.add("\tselects %s", sel)
		}
	}
}

// typ describes what the string of a type does not tell.
func (d *description) typ(t types.Type, depth int) {
	if depth > 3 {
		return
	}
	switch t := t.(type) {
	case *types.Struct:
		for f := range t.Fields() {
			d.add("\tfield %s %v of %v %t %s", f, f.Kind(), f.Pkg(), f.Embedded(), d.place(f.Pos()))
			d.typ(f.Type(), depth+1)
		}
	case *types.Signature:
		for _, list := range []*types.Tuple{t.Params(), t.Results()} {
			for v := range list.Variables() {
				d.add("\t%s %v %s", v, v.Kind(), d.place(v.Pos()))
				d.typ(v.Type(), depth+1)
			}
		}
	case *types.Interface:
		d.add("\t%t %t", t.IsImplicit(), t.IsComparable())
		for m := range t.ExplicitMethods() {
			d.add("\tmethod %s of %v, %v %s", m, m.Pkg(), m.Signature().Recv().Type(), d.place(m.Pos()))
			d.typ(m.Type(), depth+1)
		}
	case interface{ Elem() types.Type }:
		d.typ(t.Elem(), depth+1)
	}
}
