package suggestedfix_test

import (
	"fmt"
	"go/ast"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/asyncport/asyncport/analyzers/suggestedfix"
)

// quiet does not mind what a fixture expects at a line that a comment moves.
type quiet struct{ *testing.T }

func (q quiet) Errorf(format string, args ...any) {
	if message := fmt.Sprintf(format, args...); !strings.Contains(message, "a.y:") {
		q.T.Error(message)
	}
}

// Files that a tool makes again get no fix.
func TestEditable(t *testing.T) {
	a := &analysis.Analyzer{Name: "bad", Doc: "bad renames functions named bad", Run: func(pass *analysis.Pass) (any, error) {
		for _, f := range pass.Files {
			for _, d := range f.Decls {
				name := d.(*ast.FuncDecl).Name
				if strings.HasPrefix(name.Name, "bad") {
					pass.Report(analysis.Diagnostic{Pos: name.Pos(), Message: name.Name, SuggestedFixes: suggestedfix.New(pass, "Rename it",
						analysis.TextEdit{Pos: name.Pos(), End: name.End(), NewText: []byte("good")})})
				}
			}
		}
		return nil, nil
	}}
	want := map[string]int{"written.bad": 1, "generated.bad": 0, "line.bad": 1, "line.bad2": 0}
	got := make(map[string]int)
	for _, r := range analysistest.Run(quiet{t}, analysistest.TestData(), a, "written", "generated", "line") {
		for _, d := range r.Diagnostics {
			got[r.Pass.Pkg.Path()+"."+d.Message] = len(d.SuggestedFixes)
		}
	}
	for name, n := range want {
		if fixes, ok := got[name]; !ok || fixes != n {
			t.Errorf("%s: %d fixes, %v, want %d", name, fixes, ok, n)
		}
	}
}
