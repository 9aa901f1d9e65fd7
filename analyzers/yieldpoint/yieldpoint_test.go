package yieldpoint_test

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// summaries reports the summary of every declared function that has one:
// "NAME: KIND[?] CHAIN; ...; calls PARAM[.METHOD]...; returns LITERAL; spawns".
// A question mark after the kind marks a soft reason.
var summaries = &analysis.Analyzer{
	Name:     "summaries",
	Doc:      "report the summary of every function",
	Requires: []*analysis.Analyzer{yieldpoint.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		result := pass.ResultOf[yieldpoint.Analyzer].(*yieldpoint.Result)
		for _, file := range pass.Files {
			for _, decl := range file.Decls {
				decl, ok := decl.(*ast.FuncDecl)
				if !ok || decl.Name.Name == "init" {
					continue
				}
				fn := pass.TypesInfo.Defs[decl.Name].(*types.Func)
				if text := describe(result, fn); text != "" {
					pass.Reportf(decl.Name.Pos(), "%s: %s", decl.Name.Name, text)
				}
			}
		}
		return nil, nil
	},
}

func describe(result *yieldpoint.Result, fn *types.Func) string {
	sum := result.Func(fn)
	var parts []string
	for _, w := range sum.Yields {
		part := w.Kind.String()
		if !w.Hard {
			part += "?"
		}
		parts = append(parts, part+" "+chain(result, w))
	}
	if len(sum.Params) > 0 {
		parts = append(parts, "calls "+params(sum))
	}
	if sum.Returns != "" {
		parts = append(parts, "returns "+sum.Returns)
	}
	if sum.Spawns {
		parts = append(parts, "spawns")
	}
	return strings.Join(parts, "; ")
}

func chain(result *yieldpoint.Result, w yieldpoint.Witness) string {
	names := []string{w.Hop.What}
	if w.Hop.Callee != "" {
		for _, h := range yieldpoint.Chain(result.ByName, w.Hop.Callee, w.Kind) {
			names = append(names, h.What)
		}
	}
	if len(names) != w.Depth {
		names = append(names, fmt.Sprintf("(depth is %d)", w.Depth))
	}
	return strings.Join(names, " -> ")
}

func params(sum *yieldpoint.Summary) string {
	var list []string
	for _, i := range sum.Params {
		list = append(list, fmt.Sprint(i))
	}
	for _, m := range sum.Methods {
		name := fmt.Sprint(m.Param)
		if i := slices.Index(list, name); i >= 0 {
			list = slices.Delete(list, i, i+1)
		}
		list = append(list, name+"."+m.Method)
	}
	return strings.Join(list, " ")
}

func TestSummaries(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), summaries,
		"ops", "calls", "closures", "params", "generics", "iterators", "ifaces", "streams",
		"multi/leaf", "multi/mid", "multi/top", "go.etcd.io/bbolt", "storage", "coloured",
		"directives/dep", "directives", "cycles/gen", "cycles")
}

func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), yieldpoint.Analyzer, "innocent", "values", "contract")
}

func TestKnownGaps(t *testing.T) {
	t.Run("Known gap", func(t *testing.T) {
		analysistest.Run(t, analysistest.TestData(), summaries, "gaps")
	})
}
