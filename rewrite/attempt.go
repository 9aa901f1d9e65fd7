package rewrite

import (
	"cmp"
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

// veto forbids a rule a spot. A nil rule forbids it to all.
type veto struct {
	rule *rule.Rule
	node ast.Node
}

// attempt is one plan and what came of it.
type attempt struct {
	home      string           // import path of the runtime
	proposals []*rule.Proposal // all that the rules made
	active    []*rule.Proposal // those that take effect
	seen      *evidence        // what the plan was made with
	plan      *color.Plan
	refusals  map[ast.Node]rule.Refusal
	done      map[ast.Node]*rule.Proposal
	files     []FileChange
	changed   map[string]*program.File // by absolute name
	entries   []site.Site
	unset     []color.Unset // see Result.Unset
}

func (e *engine) newAttempt(seen *evidence) *attempt {
	return &attempt{
		home:     e.home,
		seen:     seen,
		refusals: map[ast.Node]rule.Refusal{},
		done:     map[ast.Node]*rule.Proposal{},
		changed:  map[string]*program.File{},
	}
}

// attempt offers the spots to the rules, plans colors and makes the edits.
// Whether a goroutine needs a task, or a lock is held across a yield, may only
// show in a plan; the rules are asked again then.
func (e *engine) attempt() (*attempt, error) {
	seen := newEvidence()
	for {
		a := e.plan(seen)
		if seen.learn(e, a.plan, a.active) {
			continue
		}
		a.note()
		return a, e.edit(a)
	}
}

// part makes the edits of some of an attempt's proposals. The rules are not
// asked again: what they proposed together stays what it was.
func (e *engine) part(whole *attempt, keep func(*rule.Proposal) bool) (*attempt, error) {
	a := e.newAttempt(whole.seen)
	for _, pr := range whole.proposals {
		if keep(pr) {
			a.proposals = append(a.proposals, pr)
		}
	}
	a.activate(e.prog, e.survey, a.proposals, a.seen.tasks)
	a.note()
	return a, e.edit(a)
}

// note notes the spots of the proposals that take effect.
func (a *attempt) note() {
	for _, p := range a.active {
		for _, s := range p.Spots {
			a.done[s.Node] = p
		}
	}
}

// plan offers the spots to the rules and plans colors.
func (e *engine) plan(seen *evidence) *attempt {
	a := e.newAttempt(seen)
	claimed := map[ast.Node]bool{}
	e.settled(a, claimed)
	for _, r := range e.rules {
		pass := &rule.Pass{
			Rule: r, Program: e.prog, Facts: facts{e.analysis}, Level: e.opts.Level,
			Home: e.home, Policy: e.opts.Policy, Survey: e.survey,
			Tasks: seen.tasks, Handed: seen.handed, Onces: seen.onces,
			Spots: e.spots, Claimed: claimed, Refusals: a.refusals,
			Excluded: func(r *rule.Rule, n ast.Node) bool {
				_, all := e.vetoes[veto{nil, n}]
				_, one := e.vetoes[veto{r, n}]
				return all || one
			},
		}
		r.Find(pass)
		a.proposals = append(a.proposals, pass.Proposals...)
	}
	e.settleCounted(a)
	a.activate(e.prog, e.survey, a.proposals, seen.tasks)
	return a
}

// settleCounted refuses the locks in code whose allocations are counted, but for those
// that would stay in any case.
func (e *engine) settleCounted(a *attempt) {
	for _, s := range e.spots {
		if _, settled := a.refusals[s.Node]; !settled && e.counted[s.Func] && s.Construct == site.Lock {
			a.refusals[s.Node] = rule.Refusal{Code: ReasonAllocs}
		}
	}
}

// settled refuses the spots that no rule may touch.
func (e *engine) settled(a *attempt, claimed map[ast.Node]bool) {
	frozen := e.prog.Frozen
	old := tooOld(e.mod.Toolchain)
	for _, s := range e.spots {
		refuse := func(code string, na bool) {
			claimed[s.Node] = true
			a.refusals[s.Node] = rule.Refusal{Code: code, NA: na}
		}
		why, taken := e.vetoes[veto{nil, s.Node}]
		switch file := e.prog.FileAt(s.Node.Pos()); {
		case frozen[file] != "":
			refuse(frozen[file], false)
		case old:
			refuse(ReasonVersion, false)
		case s.Func != nil && color.InPrologue(s.Func, s.Node):
			refuse(ReasonTest, true)
		case s.Kinds != 0 && !s.Kinds.Intersects(marked) && s.Construct == site.Call:
			refuse(ReasonKind, true)
		case inInit(e.prog, s.Func):
			refuse(ReasonInit, false)
		case e.counted[s.Func] && s.Construct == site.Lock:
			claimed[s.Node] = true // see settleCounted
		case e.counted[s.Func]:
			refuse(ReasonAllocs, false)
		case taken:
			claimed[s.Node] = true
			a.refusals[s.Node] = rule.Refusal{Code: cmp.Or(e.codes[s.Node], ReasonBuild), Detail: why}
		}
	}
}

// status returns a site with how it ended.
func (a *attempt) status(s *rule.Spot) site.Site {
	out := s.Site
	if pr := a.done[s.Node]; pr != nil {
		out.Status, out.Rule = site.Rewritten, pr.Rule.Name
		if r, ok := a.refusals[s.Node]; ok && r.Rule != pr.Rule.Name {
			out.Reason, out.Detail = r.Code, cmp.Or(r.Detail, out.Detail)
		}
		return out
	}
	refusal, ok := a.refusals[s.Node]
	if !ok {
		refusal = rule.Refusal{Code: ReasonNoRule}
		if s.Construct == site.Lock || s.Construct == site.Once {
			refusal = rule.Refusal{Code: ReasonKind, NA: true}
		}
	}
	out.Status = site.Refused
	if refusal.NA {
		out.Status = site.NotApplicable
	}
	out.Rule, out.Reason, out.Detail = refusal.Rule, refusal.Code, cmp.Or(refusal.Detail, out.Detail)
	return out
}
