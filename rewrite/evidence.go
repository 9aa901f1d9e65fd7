package rewrite

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

// evidence is what only a plan shows, and what may change a rule's mind.
type evidence struct {
	tasks  map[*ast.CallExpr]bool // calls of go statements whose functions need a task
	handed map[*ast.CallExpr]bool // calls under a lock that are marked, or of what takes a task
	onces  map[*ast.CallExpr]bool // calls of a Once's Do whose functions need a task
}

func newEvidence() *evidence {
	return &evidence{tasks: map[*ast.CallExpr]bool{}, handed: map[*ast.CallExpr]bool{}, onces: map[*ast.CallExpr]bool{}}
}

// learn adds what a plan shows and reports whether there was anything new.
// Under a lock, the calls that matter are those of which nothing proves
// that they yield in a kind that is marked: through an interface of the module,
// say, or since another lock that is taken inside has become an awaitable one. One
// that is handed no task waits for the loop's turn, in a facade, even if what it calls
// only starts goroutines.
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
	for _, s := range e.spots {
		if call, ok := s.Node.(*ast.CallExpr); ok && s.Construct == site.Once && e.needsTask(call, plan, edited) {
			note(ev.onces, call)
		}
	}
	for _, pkg := range e.mod.Packages {
		locks := facts{e.analysis}.Locks(pkg)
		if locks == nil {
			continue
		}
		for _, a := range locks.Across {
			call, ok := a.Yield.(*ast.CallExpr)
			if !ok || a.Hard && a.Kinds.Intersects(marked) {
				continue
			}
			if edited[call] || plan.Hands(call) && !a.Starts || plan.Wants(call) && !plan.Hands(call) {
				note(ev.handed, call)
			}
		}
	}
	return more
}

// needsTask reports whether the function given to a Once holds a mark or hands
// a task on. Where the Once may be done in a task, a test's call of a facade counts as
// well: it is one that a task must not make.
func (e *engine) needsTask(call *ast.CallExpr, plan *color.Plan, edited map[ast.Node]bool) bool {
	if len(call.Args) != 1 {
		return false
	}
	switch arg := ast.Unparen(call.Args[0]).(type) {
	case *ast.FuncLit:
		found := false
		inTask := plan.InTask(e.prog.Enclosing(call))
		ast.Inspect(arg.Body, func(n ast.Node) bool {
			if lit, ok := n.(*ast.FuncLit); ok && !plan.InFrame(lit) {
				return false
			}
			inner, ok := n.(*ast.CallExpr)
			found = found || edited[n] || ok && (plan.Hands(inner) || inTask && plan.Wants(inner))
			return !found
		})
		return found
	case *ast.Ident:
		return plan.Needs(e.funcOf(arg))
	case *ast.SelectorExpr:
		return plan.Needs(e.funcOf(arg.Sel))
	}
	return false
}

// funcOf returns the module's function that an identifier names, or nil.
func (e *engine) funcOf(id *ast.Ident) *program.Func {
	fn, _ := e.prog.FileAt(id.Pos()).Info().ObjectOf(id).(*types.Func)
	return e.prog.Func(fn)
}
