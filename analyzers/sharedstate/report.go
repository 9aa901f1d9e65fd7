package sharedstate

import (
	"fmt"
	"go/ast"
	"go/types"
	"path/filepath"

	"golang.org/x/tools/go/analysis"
)

func (p *program) diagnostic(c conflict) analysis.Diagnostic {
	name := types.ExprString(c.a.expr) + c.a.what
	var msg string
	switch {
	case c.a.expr == c.b.expr && c.siblings():
		msg = fmt.Sprintf("%s is written by several instances of one goroutine at once without a lock", name)
	case !c.a.role.writes():
		msg = fmt.Sprintf("%s is read while another goroutine writes it, without a common lock", name)
	case c.b.role.writes():
		msg = fmt.Sprintf("%s is written by two goroutines at once without a common lock", name)
	default:
		msg = fmt.Sprintf("%s is written while another goroutine reads it, without a common lock", name)
	}
	related := p.stack("access 1", c.a, c.inA)
	related = append(related, p.stack("access 2", c.b, c.inB)...)
	return analysis.Diagnostic{
		Pos:      c.a.expr.Pos(),
		End:      c.a.expr.End(),
		Category: "sharedstate",
		Message:  msg,
		Related:  related,
	}
}

// stack describes an access, innermost first, to the start of its goroutine.
func (p *program) stack(label string, s *seen, in *thread) []analysis.RelatedInformation {
	related := []analysis.RelatedInformation{{
		Pos:     s.expr.Pos(),
		End:     s.expr.End(),
		Message: fmt.Sprintf("%s: %s of %s at %s in %s", label, s.role, types.ExprString(s.expr)+s.what, p.at(s.expr), p.name(p.enclosing(s.expr))),
	}}
	hops := append(in.chain[:len(in.chain):len(in.chain)], s.stack...)
	for i := len(hops) - 1; i >= 0; i-- {
		h := hops[i]
		msg := label + ": " + p.name(p.bodyAt(h.pos)) + " " + h.what
		if i == len(in.chain)-1 {
			msg += in.often()
		}
		related = append(related, analysis.RelatedInformation{Pos: h.pos, Message: msg})
	}
	return related
}

// often says how many instances of a goroutine there are.
func (th *thread) often() string {
	switch {
	case th.start == nil || !th.multi:
		return " in a goroutine"
	case th.start.often:
		return " in a goroutine for each request"
	}
	return " in a goroutine, several times"
}

func (p *program) at(n ast.Node) string {
	pos := p.pass.Fset.Position(n.Pos())
	return fmt.Sprintf("%s:%d", filepath.Base(pos.Filename), pos.Line)
}
