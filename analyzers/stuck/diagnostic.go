package stuck

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/stuck/explore"
)

// reasons say what does not come any more, by the kind of wait.
var reasons = map[string]string{
	"send":      "nobody is left who could receive",
	"receive":   "nobody is left who could send or close",
	"select":    "nobody is left who could make a case ready",
	"lock":      "nobody is left who could unlock",
	"read lock": "nobody is left who could unlock",
	"Wait":      "nobody is left who could end it",
	"Do":        "the function of the first call does not return",
}

// diagnostic words a finding. The related information is its witness.
func diagnostic(pass *analysis.Pass, f explore.Finding, op operation) analysis.Diagnostic {
	d := analysis.Diagnostic{
		Pos:      op.pos,
		End:      op.end,
		Category: "stuck",
		Message:  fmt.Sprintf("goroutine may wait for ever in this %s: %s", op.name, reasons[f.Kind]),

		SuggestedFixes: makeRoom(pass, f),
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
		if o, ok := operationAt(pass, h.Pos); ok {
			related(o.pos, fmt.Sprintf("another goroutine is stuck in this %s, and could have ended the wait, or waits for it", o.name))
		}
	}
	related(f.Root.Pos(), "it happens in a run of this function")
	for _, h := range f.Decisions {
		related(h.Pos, "in that run "+h.Text)
	}
	related(f.Return, "in that run the function returns here")
	return d
}
