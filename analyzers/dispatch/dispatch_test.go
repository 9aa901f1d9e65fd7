package dispatch_test

import (
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/txtar"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/dispatch"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
)

// TestCall loads a module and compares the witness of every call of a method with the
// comment behind the call; "is: none" says that there must be no witness.
func TestCall(t *testing.T) {
	dir := unpack(t, "testdata/module.txtar")
	mod, err := load.Load(t.Context(), load.Options{Dir: dir, Tests: true}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	facts, err := checker.Run(mod, []*analysis.Analyzer{yieldpoint.Analyzer})
	if err != nil {
		t.Fatal(err)
	}
	table := dispatch.New(mod, func(fn *types.Func) catalog.Set {
		if e, ok := catalog.Lookup(fn); ok {
			return e.Kinds
		}
		var fact yieldpoint.Fact
		facts.Fact(fn.Pkg().Path(), &fact)
		return fact.Find(catalog.FuncName(fn)).Kinds(true)
	})
	calls := 0
	for _, pkg := range mod.Packages {
		yields := facts.Result(pkg, yieldpoint.Analyzer).(*yieldpoint.Result)
		for _, file := range pkg.Syntax {
			for call, want := range commented(mod, file) {
				calls++
				have := "none"
				if w := table.Call(pkg.TypesInfo, call, yields); w != nil {
					have = w.String()
				}
				if diff := cmp.Diff(want, have); diff != "" {
					t.Errorf("%s (- want, + have):\n%s", mod.Fset.Position(call.Pos()), diff)
				}
			}
		}
	}
	if calls == 0 {
		t.Error("no call has a comment")
	}
}

// commented returns the calls that end a line, with the comment that follows them.
func commented(mod *load.Module, file *ast.File) map[*ast.CallExpr]string {
	line := func(n ast.Node) int { return mod.Fset.Position(n.End()).Line }
	comments := make(map[int]string)
	for _, group := range file.Comments {
		text := group.List[0].Text
		if want, ok := strings.CutPrefix(text, "// is: "); ok {
			comments[line(group)] = want
		}
	}
	calls := make(map[*ast.CallExpr]string)
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && comments[line(call)] != "" {
			calls[call] = comments[line(call)]
			return false
		}
		return true
	})
	return calls
}

func unpack(t *testing.T, archive string) string {
	t.Helper()
	a, err := txtar.ParseFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(fmt.Errorf("unpack: %w", err))
		}
	}
	return dir
}
