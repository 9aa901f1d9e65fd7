package lockheld

import (
	"fmt"
	"go/ast"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
)

// inversions reports locks that are taken in one order here and in another there.
func (c *checker) inversions() {
	for _, cycle := range c.order.cycles() {
		first, second := cycle[0], cycle[1]
		message := fmt.Sprintf("%s is taken while %s is held, and %s %s the other way round: each may wait for the other",
			first.takenPath, first.heldPath, functionName(second.fn), takes(second))
		if len(cycle) > 2 {
			message = fmt.Sprintf("%s is taken while %s is held, which closes a cycle of %d locks: each may wait for the next",
				first.takenPath, first.heldPath, len(cycle))
		}
		var related []analysis.RelatedInformation
		for _, e := range cycle {
			related = append(related, c.steps(e)...)
		}
		c.pass.Report(analysis.Diagnostic{
			Pos:      first.call.Pos(),
			End:      first.call.End(),
			Category: "lockheld",
			Message:  message,
			Related:  related,
		})
	}
}

func takes(e orderEdge) string {
	return fmt.Sprintf("takes %s and %s", e.heldPath, e.takenPath)
}

// steps are the witness of an edge: where the first lock is taken, and the calls
// down to where the second one is.
func (c *checker) steps(e orderEdge) []analysis.RelatedInformation {
	list := []analysis.RelatedInformation{{
		Pos: e.lock.Pos(), Message: fmt.Sprintf("%s takes %s here", functionName(e.fn), e.heldPath),
	}}
	for _, call := range c.locks.Way(e.call, e.takenPath) {
		list = append(list, analysis.RelatedInformation{Pos: call.Pos(), Message: c.step(call, e.takenPath)})
	}
	return list
}

func (c *checker) step(call *ast.CallExpr, p lockset.Path) string {
	if c.locks.IsLock(call) {
		return fmt.Sprintf("and there %s", p)
	}
	return fmt.Sprintf("then calls %s", callName(call))
}

func callName(call *ast.CallExpr) string {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return "a function"
}

func functionName(fn *ast.FuncDecl) string {
	if fn == nil {
		return "the package"
	}
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	var b strings.Builder
	writeType(&b, fn.Recv.List[0].Type)
	return "(" + b.String() + ")." + fn.Name.Name
}

func writeType(b *strings.Builder, e ast.Expr) {
	switch e := e.(type) {
	case *ast.StarExpr:
		b.WriteByte('*')
		writeType(b, e.X)
	case *ast.IndexExpr:
		writeType(b, e.X)
	case *ast.IndexListExpr:
		writeType(b, e.X)
	case *ast.Ident:
		b.WriteString(e.Name)
	}
}
