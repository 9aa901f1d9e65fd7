package rewrite

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/rewrite/site"
)

// TestTelemetry ports the sample application end to end: what it promises of
// every port is checked here on a program of some size.
func TestTelemetry(t *testing.T) {
	const source = "../testdata/apps/telemetry"
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, dir)
	dry, err := Run(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	res, err := Run(t.Context(), Options{Dir: dir, Write: true})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dry, res); diff != "" {
		t.Errorf("two runs over the same input differ:\n%s", diff)
	}
	after := snapshot(t, dir)

	t.Run("sites", func(t *testing.T) { checkSites(t, before, res) })
	t.Run("planted mistakes", func(t *testing.T) { checkPlanted(t, res) })
	t.Run("comments", func(t *testing.T) { checkComments(t, before, after) })
	t.Run("other files", func(t *testing.T) { checkOtherFiles(t, before, after, res) })
	t.Run("exported API", func(t *testing.T) {
		for _, c := range res.API {
			if !c.Compatible {
				t.Errorf("%s: %s", c.Package, c.Change)
			}
		}
	})
	t.Run("second run", func(t *testing.T) {
		again, err := Run(t.Context(), Options{Dir: dir, Write: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range again.Files {
			t.Errorf("%s changes again", f.Path)
		}
		if got := snapshot(t, dir); !same(got, after) {
			t.Error("the second run wrote something")
		}
	})
	for _, policy := range []string{"goroutines", "serial"} {
		t.Run("its tests, "+policy, func(t *testing.T) {
			cmd := exec.Command("go", "test", "-count=1", "-timeout=2m", "./...")
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "AIO_POLICY="+policy)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// checkSites counts the constructs by their syntax alone and looks each of
// them up in the account book.
func checkSites(t *testing.T, before map[string]string, res *Result) {
	book := map[string]site.Site{}
	done, refused := 0, 0
	for _, s := range res.Sites {
		if s.Construct == site.Entry {
			continue
		}
		book[place(s.Pos)] = s
		switch s.Status {
		case site.Rewritten:
			done++
		case site.Refused:
			refused++
			if s.Reason == "" {
				t.Errorf("%s: refused without a reason", place(s.Pos))
			}
		case site.NotApplicable:
			if s.Reason == "" {
				t.Errorf("%s: not applicable without a reason", place(s.Pos))
			}
		default:
			t.Errorf("%s: %v", place(s.Pos), s.Status)
		}
	}
	if done < 100 || done*100 < (done+refused)*80 {
		t.Errorf("%d sites rewritten, %d refused; want at least 80 %% rewritten", done, refused)
	}
	for name, src := range before {
		if filepath.Ext(name) != ".go" {
			continue
		}
		for _, pos := range constructsIn(t, name, src) {
			if _, ok := book[place(pos)]; !ok {
				t.Errorf("%s is in no account", place(pos))
			}
		}
	}
}

func place(pos token.Position) string {
	return fmt.Sprintf("%s:%d:%d", pos.Filename, pos.Line, pos.Column)
}

// constructsIn returns the places of go statements, sends, receives and
// selects without default.
func constructsIn(t *testing.T, name, src string) []token.Position {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var list []token.Position
	inComm := map[ast.Node]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CommClause:
			if n.Comm == nil {
				return true
			}
			ast.Inspect(n.Comm, func(n ast.Node) bool {
				inComm[n] = true
				return true
			})
		case *ast.SelectStmt:
			for _, c := range n.Body.List {
				if c.(*ast.CommClause).Comm == nil {
					return true
				}
			}
			list = append(list, fset.Position(n.Pos()))
		case *ast.GoStmt:
			list = append(list, fset.Position(n.Pos()))
		case *ast.SendStmt:
			if !inComm[n] {
				list = append(list, fset.Position(n.Pos()))
			}
		case *ast.UnaryExpr:
			if n.Op == token.ARROW && !inComm[n] {
				list = append(list, fset.Position(n.Pos()))
			}
		}
		return true
	})
	return list
}

// checkPlanted looks for the four mistakes that the application holds.
func checkPlanted(t *testing.T, res *Result) {
	for _, want := range []struct{ rule, fn string }{
		{"lockheld", "cache.(*Labels).Lookup"},
		{"sharedstate", "agent.(*Agent).poll"},
		{"stuck", "agent.(*Agent).attempt"},
		{"yieldpoint", "store.Series.String"},
	} {
		found := false
		for _, f := range res.Findings {
			found = found || f.Rule == want.rule && strings.Contains(f.Func, want.fn) && len(f.Related) > 0
		}
		if !found {
			t.Errorf("%s does not report %s with a witness", want.rule, want.fn)
		}
	}
}

func checkComments(t *testing.T, before, after map[string]string) {
	for name, old := range before {
		if filepath.Ext(name) != ".go" {
			continue
		}
		if missing, err := missingComments([]byte(old), []byte(after[name])); err != nil || missing != "" {
			t.Errorf("%s: comment %q is missing, %v", name, missing, err)
		}
	}
}

// checkOtherFiles: what the result does not list is as it was, byte for byte,
// and nothing is left behind.
func checkOtherFiles(t *testing.T, before, after map[string]string, res *Result) {
	changed := map[string][]byte{}
	for _, f := range res.Files {
		changed[f.Path] = f.New
	}
	for name, text := range after {
		if want, ok := changed[name]; ok {
			if !bytes.Equal(want, []byte(text)) {
				t.Errorf("%s is not what the result says", name)
			}
			continue
		}
		if old, ok := before[name]; !ok || old != text {
			t.Errorf("%s changed, or is new, and is not in the result", name)
		}
	}
	for _, name := range []string{"sample/sample.go", "internal/config/config.go", "go.mod", "go.sum"} {
		if after[name] == "" {
			t.Errorf("%s is gone", name)
		}
		if changed[name] != nil {
			t.Errorf("%s has no site and changed", name)
		}
	}
}
