package suppress

import (
	"errors"
	"go/ast"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/internal/directive"
)

// demo reports calls of functions named bad.
func demo() *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       "demo",
		Doc:        "demo reports calls of bad",
		ResultType: reflect.TypeFor[int](),
		Run: Run(func(pass *analysis.Pass) (any, error) {
			for _, f := range pass.Files {
				ast.Inspect(f, func(n ast.Node) bool {
					if call, ok := n.(*ast.CallExpr); ok {
						if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "bad" {
							pass.Reportf(call.Pos(), "call of bad")
						}
					}
					return true
				})
			}
			return 42, nil
		}),
	}
}

func TestRun(t *testing.T) {
	for _, res := range analysistest.Run(t, analysistest.TestData(), demo(), "a", "generated") {
		if res.Result != 42 {
			t.Errorf("the result is %v", res.Result)
		}
	}
}

func TestKeep(t *testing.T) {
	keep.Store(true)
	defer keep.Store(false)
	var reasons []string
	unused := 0
	for _, act := range analysistest.Run(discard{}, analysistest.TestData(), demo(), "quiet") {
		for _, d := range act.Action.Diagnostics {
			switch d.Category {
			case directive.CategoryUnused:
				unused++
			case directive.CategorySuppressed:
				reasons = append(reasons, d.Related[len(d.Related)-1].Message)
			default:
				t.Errorf("category %q of %q", d.Category, d.Message)
			}
		}
	}
	if len(reasons) != 1 || reasons[0] != "known" || unused != 1 {
		t.Errorf("suppressed for %q, %d unused", reasons, unused)
	}
}

// discard is a test that does not mind what analysistest misses.
type discard struct{}

func (discard) Errorf(string, ...any) {}

func TestDependency(t *testing.T) {
	a := demo()
	inner := a.Run
	a.Run = func(pass *analysis.Pass) (any, error) {
		dep := *pass
		dep.Module = &analysis.Module{Path: "example.com/dep", Version: "v1.0.0"}
		return inner(&dep)
	}
	analysistest.Run(t, analysistest.TestData(), a, "quiet")
}

func TestError(t *testing.T) {
	fail := errors.New("no")
	pass := &analysis.Pass{Analyzer: &analysis.Analyzer{Name: "demo"}}
	if _, err := Run(func(*analysis.Pass) (any, error) { return nil, fail })(pass); err != fail {
		t.Errorf("got %v", err)
	}
}
