package lockset_test

import (
	"go/ast"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// shower reports at every call of a function named held which locks are held
// there: "mu" on every path, "mu?" on some, "mu:r" for reading.
var shower = &analysis.Analyzer{
	Name:     "shower",
	Doc:      "show held locks",
	Requires: []*analysis.Analyzer{lockset.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		locks := pass.ResultOf[lockset.Analyzer].(*lockset.Locks)
		for _, f := range pass.Files {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n.(type) {
				case *ast.FuncDecl, *ast.FuncLit:
					locks.Walk(n, func(n ast.Node, held lockset.State) { show(pass, n, held) })
				}
				return true
			})
		}
		return nil, nil
	},
}

func show(pass *analysis.Pass, n ast.Node, held lockset.State) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return
	}
	if id, ok := call.Fun.(*ast.Ident); !ok || id.Name != "held" {
		return
	}
	var names []string
	for _, p := range held.Paths() {
		name := p.String()
		if held[p].Read {
			name += ":r"
		}
		if !held[p].Must {
			name += "?"
		}
		names = append(names, name)
	}
	pass.Reportf(n.Pos(), "[%s]", strings.Join(names, " "))
}

func TestLocks(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), shower, "locks")
}
