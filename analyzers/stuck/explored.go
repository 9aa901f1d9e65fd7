package stuck

import (
	"fmt"
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/asyncport/asyncport/analyzers/stuck/explore"
)

// explored reports what running the package's functions finds, but for the
// operations that were reported before.
func explored(pass *analysis.Pass, reported map[token.Pos]bool) {
	for _, f := range explore.Package(pass, explore.DefaultBudget) {
		n := operation(pass, f.Pos)
		if n == nil || reported[n.Pos()] {
			continue
		}
		reported[n.Pos()] = true
		d := analysis.Diagnostic{
			Pos:      n.Pos(),
			End:      n.End(),
			Category: "stuck",
			Message:  fmt.Sprintf("goroutine may wait for ever in this %s: %s", f.Kind, reasons[f.Kind]),
		}
		related := func(pos token.Pos, message string) {
			if pos.IsValid() {
				d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, Message: message})
			}
		}
		for _, h := range f.Stack {
			related(h.Pos, h.Text)
		}
		related(f.Made, "what it waits for is made here")
		for _, h := range f.Others {
			related(h.Pos, fmt.Sprintf("another goroutine is stuck in this %s", h.Text))
		}
		for _, h := range f.Decisions {
			related(h.Pos, h.Text)
		}
		related(f.Root.Pos(), "in a run that begins with this function")
		pass.Report(d)
	}
}

var reasons = map[string]string{
	"send":      "nobody who could receive is left",
	"receive":   "nobody who could send or close is left",
	"select":    "nobody who could make a case ready is left",
	"lock":      "nobody who could unlock is left",
	"read lock": "nobody who could unlock is left",
	"Wait":      "nobody who could end it is left",
	"Do":        "the function of the first call does not return",
}

// operation returns the operation at a position that the explorer names: the
// innermost statement or expression that waits.
func operation(pass *analysis.Pass, pos token.Pos) ast.Node {
	for _, file := range pass.Files {
		if file.FileStart > pos || pos >= file.FileEnd {
			continue
		}
		path, _ := astutil.PathEnclosingInterval(file, pos, pos)
		for _, n := range path {
			switch n := n.(type) {
			case *ast.CallExpr, *ast.SendStmt, *ast.DeferStmt, *ast.GoStmt:
				return n
			case *ast.UnaryExpr:
				if n.Op == token.ARROW {
					return n
				}
			case *ast.SelectStmt:
				return &ast.BranchStmt{TokPos: n.Select, Tok: token.SELECT}
			case *ast.RangeStmt:
				return n.X
			}
		}
	}
	return nil
}
