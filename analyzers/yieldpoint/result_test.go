package yieldpoint_test

import (
	"fmt"
	"go/ast"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// recorder prints what a Result says of each operation, call and literal.
var recorder = &analysis.Analyzer{
	Name:     "recorder",
	Doc:      "print the result of yieldpoint",
	Requires: []*analysis.Analyzer{yieldpoint.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		result := pass.ResultOf[yieldpoint.Analyzer].(*yieldpoint.Result)
		line := func(n ast.Node) int { return pass.Fset.Position(n.Pos()).Line }
		for _, op := range result.Ops() {
			pass.Reportf(op.Node.Pos(), "op %d %T %s %v %s", line(op.Node), op.Node, op.Kind, op.Hard, op.What)
		}
		ast.Inspect(pass.Files[0], func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				e := result.Call(n)
				pass.Reportf(n.Pos(), "call %d %s hard=%s callee=%v", line(n), e.Kinds(false), e.Kinds(true), e.Callee != nil)
			case *ast.FuncLit:
				pass.Reportf(n.Pos(), "lit %d %s", line(n), result.Lit(n).Kinds(true))
			}
			return true
		})
		return nil, nil
	},
}

// quiet drops the expectations: the diagnostics are compared as a whole.
type quiet struct{}

func (quiet) Errorf(string, ...any) {}

func TestResult(t *testing.T) {
	var got []string
	for _, r := range analysistest.Run(quiet{}, analysistest.TestData(), recorder, "result") {
		for _, d := range r.Diagnostics {
			got = append(got, d.Message)
		}
	}
	want := `
op 10 *ast.SendStmt chan true channel send
op 11 *ast.SelectStmt select true select
op 13 *ast.CallExpr net true net/http.Get
op 16 *ast.UnaryExpr chan true channel receive
op 17 *ast.CallExpr sleep true time.Sleep
op 18 *ast.CallExpr io? false io.Writer.Write
op 26 *ast.CallExpr net true net/http.Response.Body.Read
op 31 *ast.CallExpr io? false io.Reader.Read
op 34 *ast.CallExpr sleep true time.Sleep
op 35 *ast.CallExpr io? false io.Reader.Read
op 38 *ast.CallExpr sleep true time.Sleep
op 41 *ast.SelectStmt select true select
call 13 net hard=net callee=true
call 16 chan hard=chan callee=false
lit 16 chan
call 17 sleep hard=sleep callee=true
call 18 io? hard= callee=true
call 19 dyn? hard= callee=false
call 20  hard= callee=true
call 21 sleep hard=sleep callee=true
call 22  hard= callee=false
call 22  hard= callee=false
call 26 net hard=net callee=true
call 27 io? hard= callee=true
call 28 net,sleep hard=net,sleep callee=true
call 31 io? hard= callee=true
call 34 sleep hard=sleep callee=true
call 35 io? hard= callee=true
call 38 sleep hard=sleep callee=true
call 41 select hard=select callee=false
lit 41 select
call 42  hard= callee=false
lit 42 `
	if diff := cmp.Diff(strings.Split(want, "\n")[1:], got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestChain(t *testing.T) {
	to := func(callee string, kind catalog.Kind) *yieldpoint.Summary {
		return &yieldpoint.Summary{Yields: []yieldpoint.Witness{{Kind: kind, Hop: yieldpoint.Hop{What: "to " + callee, Callee: callee}}}}
	}
	funcs := map[string]*yieldpoint.Summary{
		"a": to("b", catalog.Net), "b": to("", catalog.Net), "lost": to("gone", catalog.Net), "loop": to("loop", catalog.Net),
	}
	find := func(name string) *yieldpoint.Summary { return funcs[name] }
	for _, test := range []struct {
		fn   string
		kind catalog.Kind
		want string
	}{
		{"a", catalog.Net, "[to b to ]"},
		{"a", catalog.DB, "[]"},
		{"unknown", catalog.Net, "[]"},
		{"lost", catalog.Net, "[to gone]"},
	} {
		var names []string
		for _, h := range yieldpoint.Chain(find, test.fn, test.kind) {
			names = append(names, h.What)
		}
		if got := fmt.Sprint(names); got != test.want {
			t.Errorf("Chain(%s, %s) = %s, want %s", test.fn, test.kind, got, test.want)
		}
	}
	if got := yieldpoint.Chain(find, "loop", catalog.Net); len(got) == 0 {
		t.Error("a chain of wrong facts must end, but not be empty")
	}
}
