package sharedstate

import (
	"go/ast"
	"slices"
)

// assumption is a condition of a called function of which nothing is known: whoever called it may
// have seen to it that it does not hold.
type assumption struct {
	outer *assumption // holds as well
	asked []key       // the variables that the condition reads
}

// assumes notes, for what a goroutine does by way of calls, that a condition was taken to
// be true on one way and false on the other, and returns what held before and it. The goroutine's own
// conditions are about its own work; those of what it calls are often about how the callee
// is used: an option, a kind of value, which the callers settle. The condition has read what the trace
// has asked for since then.
func (r *activation) assumes(yes, no *state, since int) (before, after *assumption) {
	if yes == nil || no == nil {
		if yes == nil {
			yes = no
		}
		if yes != nil {
			before = yes.assumed
		}
		return before, before
	}
	before = yes.assumed
	after = &assumption{before, slices.Clone(r.t.asked[since:])}
	if len(r.stack) > 0 {
		yes.assumed, no.assumed = after, after
	}
	return before, after
}

// about reports whether all that is assumed was asked of one variable: who sets what he has asked for
// settles it himself.
func (a *assumption) about(k key) bool {
	for ; a != nil; a = a.outer {
		if !slices.Contains(a.asked, k) {
			return false
		}
	}
	return true
}

// both returns what is assumed on either of two ways.
func (a *assumption) both(b *assumption) *assumption {
	if b == nil {
		return nil
	}
	for x := a; x != nil; x = x.outer {
		for y := b; y != nil; y = y.outer {
			if x == y {
				return x
			}
		}
	}
	return a
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
