package flow

import (
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/passes/ctrlflow"
	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// TestStandardLibrary compares the list with the bodies of the installed Go: what
// others can call and never returns is on it, and nothing else is.
func TestStandardLibrary(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Context: t.Context()}, "log", "os", "runtime", "syscall", "testing")
	if err != nil {
		t.Fatal(err)
	}
	g, err := checker.Analyze([]*analysis.Analyzer{ctrlflow.Analyzer}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, root := range g.Roots {
		for _, f := range root.AllObjectFacts() {
			fn, ok := f.Object.(*types.Func)
			if ok && fn.Pkg() == root.Package.Types && callable(fn) {
				want = append(want, fn.FullName())
			}
		}
	}
	var got []string
	for _, u := range unseen {
		for name := range strings.FieldsSeq(u.names) {
			pkg := strings.TrimLeft(u.of, "(*")
			if i := strings.IndexByte(pkg, '.'); catalog.Std(pkg[:i]) {
				got = append(got, u.of+name)
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the list has\n%s\nthe bodies say\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// callable reports whether another package can name fn in a call. The methods of
// testing's common are promoted to types that it can name; others of unexported types
// are called through interfaces, if at all.
func callable(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	if recv == nil || !fn.Exported() {
		return fn.Exported()
	}
	typ := recv.Type()
	if p, ok := typ.(*types.Pointer); ok {
		typ = p.Elem()
	}
	named, ok := typ.(*types.Named)
	return ok && (named.Obj().Exported() || named.Obj().Name() == "common")
}
