package onloop

import (
	"fmt"
	"go/ast"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
)

// Why says, of code that runs on the loop only, how that is known.
func (m *Map) Why(n ast.Node) string {
	fn := m.prog.Enclosing(n)
	if fn == nil {
		return ""
	}
	unit := m.unit(fn)
	var b strings.Builder
	b.WriteString(unit.ShortName())
	seen := map[*program.Func]bool{}
	for sep := " "; ; sep = ", which " {
		seen[unit] = true
		switch caller := m.caller(unit, seen); {
		case m.hasTask(unit) && unit.Lit != nil:
			return b.String() + sep + "is the body of a task"
		case m.hasTask(unit):
			return b.String() + sep + "takes a task"
		case m.enters[unit].IsValid():
			return b.String() + sep + "enters the loop"
		case caller != nil:
			fmt.Fprintf(&b, "%sis called by %s", sep, caller.ShortName())
			unit = caller
		case isTest(unit.Outermost()):
			return b.String() + sep + "is a test that starts nothing else"
		default:
			return b.String() + sep + "is called by nobody"
		}
	}
}

// caller returns the first unit that calls another one from the loop, tests last.
func (m *Map) caller(unit *program.Func, seen map[*program.Func]bool) *program.Func {
	var test *program.Func
	for _, call := range m.callers[unit] {
		caller := m.unit(call.Caller)
		switch {
		case seen[caller]:
		case !caller.File.IsTest():
			return caller
		case test == nil:
			test = caller
		}
	}
	return test
}
