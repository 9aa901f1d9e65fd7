package rewrite

import (
	"cmp"
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// activate picks the proposals that take effect. Some do so only where a task may
// run the code: those in tests and helpers of tests, since a test's own goroutine
// is nobody's task and may block as it likes, and those in functions that a marked
// call runs, since the loop goes on meanwhile.
func (a *attempt) activate(p *program.Program, survey *color.Survey, proposals []*rule.Proposal, tried map[*ast.CallExpr]bool) {
	c := &choice{attempt: a, prog: p, released: map[*ast.FuncLit]*rule.Proposal{}, active: map[*rule.Proposal]bool{}}
	for _, pr := range proposals {
		for _, lit := range pr.Released {
			c.released[lit] = pr
		}
	}
	for _, pr := range proposals {
		c.active[pr] = pr.IfTask == "" && c.passive(pr) == ""
	}
	var apart rule.Proposal
	for {
		a.active = nil
		for _, pr := range proposals {
			if c.active[pr] {
				a.active = append(a.active, pr)
			}
		}
		a.plan = color.Build(survey, a.home, append(a.active[:len(a.active):len(a.active)], &apart), tried)
		if c.activateNeeded(proposals) {
			continue
		}
		lits := c.entered(proposals)
		if len(lits) == 0 {
			break
		}
		apart.Foreigns = append(apart.Foreigns, lits...)
	}
	for _, pr := range proposals {
		if c.active[pr] {
			continue
		}
		for _, s := range pr.Spots {
			a.refusals[s.Node] = rule.Refusal{Rule: pr.Rule.Name, Code: cmp.Or(pr.IfTask, c.passive(pr)), NA: true}
		}
	}
}

// choice is the choice of the proposals that take effect.
type choice struct {
	*attempt
	prog     *program.Program
	released map[*ast.FuncLit]*rule.Proposal // by the literals that a marked call runs
	active   map[*rule.Proposal]bool
}

// passive returns why a proposal takes effect only where a task may run the code,
// or "": all its marks have such a reason.
func (c *choice) passive(pr *rule.Proposal) string {
	reason := ""
	for _, n := range pr.Marks {
		fn := c.prog.Enclosing(n)
		switch {
		case c.prog.FileAt(n.Pos()).IsTest() || fn.IsTest():
			reason = ReasonTest
		case c.released[c.runner(fn)] != nil:
			reason = ReasonReleased
		default:
			return ""
		}
	}
	return reason
}

// runner returns the literal around fn, or fn itself, that a call runs which may
// be marked; nil if there is none without another function in between that is
// more than called in place.
func (c *choice) runner(fn *program.Func) *ast.FuncLit {
	for fn != nil && fn.Lit != nil {
		if c.released[fn.Lit] != nil {
			return fn.Lit
		}
		call, ok := c.prog.Parent(fn.Lit).(*ast.CallExpr)
		if !ok || call.Fun != ast.Expr(fn.Lit) {
			return nil
		}
		if _, isGo := c.prog.Parent(call).(*ast.GoStmt); isGo {
			return nil
		}
		fn = fn.Parent
	}
	return nil
}

// activateNeeded activates the proposals that the plan asks for, and reports
// whether there were any.
func (c *choice) activateNeeded(proposals []*rule.Proposal) bool {
	var found []*rule.Proposal
	for _, pr := range proposals {
		if !c.active[pr] && c.needed(pr) {
			found = append(found, pr)
		}
	}
	for _, pr := range found {
		c.active[pr] = true
	}
	return len(found) > 0
}

// needed reports whether a frame that the proposal marks may run in a task. A go
// statement waits for nobody: it asks for an edit only if what it runs needs a
// task. A literal that is in the task of the function around it alone leaves it
// once the call that runs it is marked.
func (c *choice) needed(pr *rule.Proposal) bool {
	for _, n := range pr.Marks {
		fn := c.prog.Enclosing(n)
		if fn != nil && pr.IfTask != "" && c.plan.RunsInTask(fn) {
			return true
		}
		if fn == nil || pr.IfTask != "" || !c.plan.InTask(fn) {
			continue
		}
		if lit := c.runner(fn); lit != nil && !c.active[c.released[lit]] && (c.plan.InFrame(lit) || !c.plan.Needs(c.prog.LitFunc(lit))) {
			continue
		}
		if stmt, ok := n.(*ast.GoStmt); !ok || c.runsTask(stmt) {
			return true
		}
	}
	return false
}

// runsTask reports whether what a go statement runs needs a task, which it would
// have to get for itself otherwise. A function that keeps its signature anyway
// does so already.
func (c *choice) runsTask(stmt *ast.GoStmt) bool {
	if lit, ok := ast.Unparen(stmt.Call.Fun).(*ast.FuncLit); ok {
		return c.plan.Needs(c.prog.LitFunc(lit))
	}
	return c.plan.OnlyStarted(stmt.Call)
}

// entered returns literals with marks that the function around them, which is no
// task, hands to one that enters the loop before it calls them: they run in a
// task of which the function around them knows nothing.
func (c *choice) entered(proposals []*rule.Proposal) []*ast.FuncLit {
	var list []*ast.FuncLit
	seen := map[*ast.FuncLit]bool{}
	for _, pr := range proposals {
		if c.active[pr] || pr.IfTask != "" {
			continue
		}
		for _, n := range pr.Marks {
			for fn := c.prog.Enclosing(n); fn != nil && fn.Lit != nil && c.plan.InFrame(fn.Lit); fn = fn.Parent {
				if !seen[fn.Lit] && !c.plan.InTask(fn) && c.plan.HandedToTask(fn) {
					seen[fn.Lit] = true
					list = append(list, fn.Lit)
				}
			}
		}
	}
	return list
}
