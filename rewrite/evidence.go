package rewrite

import (
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// evidence is what only a plan shows, and what may change a rule's mind.
type evidence struct {
	tasks  map[*ast.CallExpr]bool // calls of go statements whose functions need a task
	handed map[*ast.CallExpr]bool // calls under a lock that are handed the task, or marked
}

func newEvidence() *evidence {
	return &evidence{tasks: map[*ast.CallExpr]bool{}, handed: map[*ast.CallExpr]bool{}}
}

// learn adds what a plan shows and reports whether there was anything new.
// Under a lock, the calls that matter are those of which nothing proves
// that they yield in a kind that is marked: through an interface of the module,
// say, or since another lock that is taken inside has become an awaitable one.
func (ev *evidence) learn(e *engine, plan *color.Plan, active []*rule.Proposal) bool {
	more := false
	note := func(known map[*ast.CallExpr]bool, call *ast.CallExpr) {
		more = more || !known[call]
		known[call] = true
	}
	for _, call := range plan.RawGoroutines() {
		note(ev.tasks, call)
	}
	edited := map[ast.Node]bool{}
	for _, pr := range active {
		for _, n := range pr.Marks {
			edited[n] = true
		}
	}
	for _, pkg := range e.mod.Packages {
		locks := facts{e.analysis}.Locks(pkg)
		if locks == nil {
			continue
		}
		for _, a := range locks.Across {
			if call, ok := a.Yield.(*ast.CallExpr); ok && !(a.Hard && a.Kinds.Intersects(marked)) && (edited[call] || plan.Hands(call)) {
				note(ev.handed, call)
			}
		}
	}
	return more
}
