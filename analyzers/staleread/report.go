package staleread

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// undoneBy reports whether a write elsewhere makes the finding matter: an index
// and a loop care for what replaces or shrinks the whole, a variable that is no map
// does not care for its elements.
func (f finding) undoneBy(w write) bool {
	_, isMap := f.loc.state.Type().Underlying().(*types.Map)
	switch {
	case f.how == indexes:
		return !w.element && !w.grows
	case f.how == ranges, f.loc.element, isMap:
		return true
	default:
		return !w.element
	}
}

// messages say what is wrong, with the location, the chain of the yield, and who
// else writes.
var messages = map[manner]string{
	writesBack: "%s gets a value that goes by what it was before a yield (%s): %s may have changed it meanwhile",
	actsOn:     "%s is changed on a condition that was checked before a yield (%s): %s may have changed it meanwhile",
	indexes:    "%s is indexed by what was true before a yield (%s): %s may have changed it meanwhile",
	ranges:     "%s is ranged over across a yield (%s): %s may change it meanwhile",
}

func (p *program) report(body ast.Node, f finding, w write, by runner) {
	chain := p.chain(f.fact.stale)
	related := []analysis.RelatedInformation{{Pos: f.fact.read.Pos(), Message: fmt.Sprintf("%s is read here", f.fact.loc.name)}}
	related = append(related, p.finder.Related(f.fact.stale, chain)...)
	related = append(related, analysis.RelatedInformation{Pos: w.at.Pos(), Message: fmt.Sprintf("%s is written here, by %s", w.loc.name, p.name(w.body))})
	if by.start != nil {
		related = append(related, analysis.RelatedInformation{Pos: by.start.Pos(), Message: "the task that writes is started here"})
	}
	p.pass.Report(analysis.Diagnostic{
		Pos:      f.at.Pos(),
		End:      f.at.End(),
		Category: "staleread",
		Message:  fmt.Sprintf(messages[f.how], f.loc.name, hops.Text(chain), p.who(body, w, by)),
		Related:  related,
	})
}

// who names the one who writes, as seen from the body.
func (p *program) who(body ast.Node, w write, by runner) string {
	if w.body != body {
		return p.name(w.body)
	}
	if by.start != nil {
		return "another task of the same kind"
	}
	return "another call of " + p.name(body)
}

// chain returns the steps from a yield to the operation that switches.
func (p *program) chain(yield ast.Node) []yieldpoint.Hop {
	var w *yieldpoint.Witness
	switch y := yield.(type) {
	case *ast.CallExpr:
		w = p.yieldOf(y)
	case *ast.RangeStmt:
		w = await(p.yields.Range(y))
	}
	if w == nil {
		return nil
	}
	return p.finder.Chain(*w)
}

// importsRuntime reports whether a package knows the runtime at all: others have no
// explicit code.
func importsRuntime(pkg *types.Package) bool {
	for _, imp := range pkg.Imports() {
		if color.IsRuntime(imp.Path()) {
			return true
		}
	}
	return false
}
