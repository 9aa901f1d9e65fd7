package sharedstate

import (
	"go/ast"
	"iter"
)

// Result says how far the analyzer got in a package.
type Result struct {
	// NotFollowed are the functions that were not followed to the end, in the order
	// in which they were looked at.
	NotFollowed []Skip
}

// Skip is a function that was not followed to the end.
type Skip struct{ Func, Why string }

const (
	whyLarge = "starts goroutines and leads to too much code to be followed to the end"
	whyGoto  = "has a goto, behind which it is not followed"
)

// LeftOut yields the functions that were not followed to the end, and why.
func (r *Result) LeftOut() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, s := range r.NotFollowed {
			if !yield(s.Func, s.Why) {
				return
			}
		}
	}
}

// What the analyzer does in a package is bounded by a count, so that it does not
// depend on the machine: a statement run counts as stepCost, a value that is compared
// where paths come together as one.
const (
	stepCost   = 10
	baseBudget = 400_000
	// perStatement is what a statement of the package adds.
	perStatement = 20
)

// follow runs the functions of the package that start goroutines, those
// of tests last, until the budget is spent.
func (p *program) follow() ([]conflict, *Result) {
	var found []conflict
	res := &Result{}
	left := baseBudget + perStatement*p.statements
	for _, body := range p.frames() {
		if left <= 0 {
			res.NotFollowed = append(res.NotFollowed, Skip{p.name(body), whyLarge})
			continue
		}
		t := p.trace(body, &left)
		if t.spent() {
			res.NotFollowed = append(res.NotFollowed, Skip{p.name(body), whyLarge})
			continue
		}
		found = append(found, t.conflicts()...)
	}
	for _, body := range p.bodies {
		if p.jumps[body] {
			res.NotFollowed = append(res.NotFollowed, Skip{p.name(body), whyGoto})
		}
	}
	return found, res
}

// frames returns the functions that are run by themselves.
func (p *program) frames() []ast.Node {
	var own, tests []ast.Node
	for _, body := range p.bodies {
		switch {
		case !p.startsAny(body, maxAway):
		case p.inTest(body.Pos()):
			tests = append(tests, body)
		default:
			own = append(own, body)
		}
	}
	return append(own, tests...)
}

// cost is what the trace has taken of the budget.
func (t *tracer) cost() int { return stepCost*t.steps + t.work }
