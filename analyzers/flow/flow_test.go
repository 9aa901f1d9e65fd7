package flow_test

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/analysis/passes/ctrlflow"

	"github.com/asyncport/asyncport/analyzers/flow"
)

func TestEndless(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), flow.Analyzer, "endless", "user")
}

// failures leaves out that the expected facts are not those of the analyzer that is run.
type failures struct{ *testing.T }

func (f failures) Errorf(format string, args ...any) {
	if !strings.Contains(fmt.Sprintf(format, args...), "no fact was reported") {
		f.T.Errorf(format, args...)
	}
}

// TestAsCtrlflow compares the graphs with those of x/tools.
func TestAsCtrlflow(t *testing.T) {
	graphs := 0
	compare := &analysis.Analyzer{
		Name: "compare", Doc: "compares graphs",
		Requires: []*analysis.Analyzer{flow.Analyzer, ctrlflow.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			own := pass.ResultOf[flow.Analyzer].(*flow.Graphs)
			theirs := pass.ResultOf[ctrlflow.Analyzer].(*ctrlflow.CFGs)
			for _, f := range pass.Files {
				ast.Inspect(f, func(n ast.Node) bool {
					var want interface{ NoReturn() bool }
					switch n := n.(type) {
					case *ast.FuncDecl:
						// x/tools does not look at the origin of an instance, and breaks cycles.
						if fn := pass.TypesInfo.Defs[n.Name].(*types.Func); fn.Name() == "instance" || fn.Name() == "second" {
							return true
						}
						want = theirs.FuncDecl(n)
					case *ast.FuncLit:
						want = theirs.FuncLit(n)
					default:
						return true
					}
					graphs++
					if got := own.Of(n); got.NoReturn() != want.NoReturn() {
						t.Errorf("%s: never returns: %v, x/tools says %v", pass.Fset.Position(n.Pos()), got.NoReturn(), want.NoReturn())
					}
					return true
				})
			}
			return nil, nil
		},
	}
	analysistest.Run(failures{t}, analysistest.TestData(), compare, "endless", "user")
	if graphs == 0 {
		t.Error("nothing was compared")
	}
}
