package sharedstate

import (
	"go/ast"
	"go/constant"
	"go/token"
	"slices"
)

// outcome tells the returns of a call apart by whether the last result is nil, or
// false. A caller's test of it goes on from those returns that agree with the
// answer: where an error is returned, what follows success has not happened.
type outcome struct {
	all, null, other []int32 // the nodes at which control comes back
	truth            bool    // the last result is true or false
}

// outcomes tells the paths apart on which the function returns.
func (r *activation) outcomes() *outcome {
	if r.s != nil || len(r.results) == 0 || len(r.defers) > 0 || len(r.exits) < 2 {
		return nil
	}
	o := r.results[len(r.results)-1]
	k := loc{obj: o}.key()
	out := &outcome{}
	for _, s := range r.exits {
		v := r.t.stored(s.store, k)
		truth := v.con != nil && v.con.Kind() == constant.Bool
		out.truth = out.truth || truth
		if v.isNil() || truth && !constant.BoolVal(v.con) {
			out.null = append(out.null, s.at...)
		} else {
			out.other = append(out.other, s.at...)
		}
	}
	if o.leaked || len(out.null) == 0 || len(out.other) == 0 {
		return nil
	}
	return out
}

// tested returns the outcome that a comparison with nil asks for.
func tested(x, y value) *outcome {
	if y.isNil() {
		return x.outcome
	}
	return nil
}

// part sends control back to the returns that agree with a test, if nothing has
// happened since.
func (r *activation) part(e ast.Expr, v value, yes, no *state) {
	if v.outcome == nil || !slices.Equal(yes.at, v.outcome.all) {
		return
	}
	null, other := v.outcome.null, v.outcome.other
	if v.outcome.truth {
		yes.at, no.at = slices.Clone(other), slices.Clone(null)
		return
	}
	cmp, ok := ast.Unparen(e).(*ast.BinaryExpr)
	if !ok {
		return
	}
	switch cmp.Op {
	case token.EQL:
		yes.at, no.at = slices.Clone(null), slices.Clone(other)
	case token.NEQ:
		yes.at, no.at = slices.Clone(other), slices.Clone(null)
	}
}
