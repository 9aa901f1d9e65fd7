package sharedstate

import (
	"go/ast"
)

// assumes notes, for what a goroutine does by way of calls, that a condition was taken to
// be true on one way and false on the other, and returns what held before. The goroutine's own
// conditions are about its own work; those of what it calls are often about how the callee
// is used: an option, a kind of value, which the callers settle.
func (r *activation) assumes(yes, no *state) bool {
	if yes == nil || no == nil {
		switch {
		case yes != nil:
			return yes.assumed
		case no != nil:
			return no.assumed
		}
		return false
	}
	before := yes.assumed
	if len(r.stack) > 0 {
		yes.assumed, no.assumed = true, true
	}
	return before
}

// isTypeTest reports whether an if statement asks for the dynamic type of a value.
func isTypeTest(s *ast.IfStmt) bool {
	a, ok := s.Init.(*ast.AssignStmt)
	if !ok || len(a.Rhs) != 1 || len(a.Lhs) != 2 {
		return false
	}
	_, ok = ast.Unparen(a.Rhs[0]).(*ast.TypeAssertExpr)
	return ok
}
