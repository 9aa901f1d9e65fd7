package report

import (
	"cmp"
	"slices"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/report/plan"
	"github.com/asyncport/asyncport/rewrite/site"
)

// sort orders p's lists.
func (p *Package) sort() {
	slices.SortStableFunc(p.Findings, compareFindings)
	slices.SortStableFunc(p.Suppressed, func(a, b Suppressed) int { return compareFindings(a.Finding, b.Finding) })
	slices.SortStableFunc(p.Accepted, compareFindings)
	slices.SortStableFunc(p.Sites, func(a, b Site) int {
		return cmp.Or(comparePos(a.Pos, b.Pos), cmp.Compare(a.Construct, b.Construct))
	})
	slices.SortStableFunc(p.API, func(a, b APIChange) int { return cmp.Compare(a.Change, b.Change) })
	slices.SortStableFunc(p.Dropped, func(a, b Drop) int {
		return cmp.Or(cmp.Compare(a.Func, b.Func), cmp.Compare(a.Why, b.Why))
	})
	slices.SortStableFunc(p.Changes, func(a, b FileChange) int { return cmp.Compare(a.File, b.File) })
	slices.SortStableFunc(p.NotSeen, compareUnseen)
}

func compareFindings(a, b Finding) int {
	return cmp.Or(comparePos(a.Pos, b.Pos), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
}

func compareUnseen(a, b Unseen) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Why, b.Why))
}

// count sums up p's lists.
func (p *Package) count() {
	c := &p.Counts
	refused := make(reasonSums)
	for _, s := range p.Sites {
		c.add(site.Status(s.Status))
		if s.Construct == string(site.Call) {
			c.BlockingCalls++
		}
		if s.refused() {
			refused.add(&s)
		}
	}
	p.Reasons = refused.list()
	c.Findings, c.Suppressed, c.Accepted, c.TakenBack = len(p.Findings), len(p.Suppressed), len(p.Accepted), len(p.Dropped)
	for _, f := range p.Findings {
		if aboutSharedState[f.Rule] {
			c.SharedState++
		}
	}
	for _, f := range p.Changes {
		c.LinesAdded += f.Added
		c.LinesRemoved += f.Removed
	}
	for _, a := range p.API {
		if a.Compatible {
			c.APICompatible++
		} else {
			c.APIIncompatible++
		}
	}
	p.Effort = c.effort()
}

func (s *Site) refused() bool {
	return s.Status == Status(site.Refused) || s.Status == Status(site.Open)
}

// plus adds all of d.
func (c *Counts) plus(d Counts) {
	c.Lines += d.Lines
	c.TestLines += d.TestLines
	c.Sites += d.Sites
	c.Rewritten += d.Rewritten
	c.Refused += d.Refused
	c.NotApplicable += d.NotApplicable
	c.Yields += d.Yields
	c.Marks += d.Marks
	c.Hidden += d.Hidden
	c.BlockingCalls += d.BlockingCalls
	c.SharedState += d.SharedState
	c.Findings += d.Findings
	c.Suppressed += d.Suppressed
	c.Accepted += d.Accepted
	c.TakenBack += d.TakenBack
	c.LinesAdded += d.LinesAdded
	c.LinesRemoved += d.LinesRemoved
	c.APICompatible += d.APICompatible
	c.APIIncompatible += d.APIIncompatible
}

// count fills the sums over all packages.
func (r *Report) count() {
	constructs := make(map[string]*Counts)
	refused, skipped := make(reasonSums), make(reasonSums)
	rules, kinds := make(map[string]int), make(map[string]int)
	verdicts := make(map[Verdict]int)
	for _, p := range r.Packages {
		r.Counts.plus(p.Counts)
		verdicts[p.Verdict]++
		for _, k := range p.Yields {
			kinds[k.Kind] += k.Yields
		}
		for _, f := range p.Findings {
			rules[f.Rule]++
		}
		for _, s := range p.Sites {
			if constructs[s.Construct] == nil {
				constructs[s.Construct] = new(Counts)
			}
			constructs[s.Construct].add(site.Status(s.Status))
			switch {
			case s.refused():
				refused.add(&s)
			case s.Status == Status(site.NotApplicable):
				skipped.add(&s)
			}
		}
	}
	r.Effort = r.Counts.effort()
	for _, v := range Verdicts() {
		r.Verdicts = append(r.Verdicts, VerdictCount{v, verdicts[v]})
	}
	for _, k := range catalog.Set(^uint32(0)).Kinds() {
		if n := kinds[k.String()]; n > 0 {
			r.Yields = append(r.Yields, KindCount{k.String(), n})
		}
	}
	for name, c := range constructs {
		r.ByKind = append(r.ByKind, ConstructCount{name, c.Sites, c.Rewritten, c.Refused, c.NotApplicable})
	}
	slices.SortFunc(r.ByKind, func(a, b ConstructCount) int { return cmp.Compare(a.Construct, b.Construct) })
	r.Reasons, r.Skipped = refused.list(), skipped.list()
	for name, n := range rules {
		r.Rules = append(r.Rules, RuleCount{name, n})
	}
	slices.SortFunc(r.Rules, func(a, b RuleCount) int {
		return cmp.Or(cmp.Compare(b.Findings, a.Findings), cmp.Compare(a.Rule, b.Rule))
	})
	slices.SortStableFunc(r.NotSeen, compareUnseen)
}

// milestones plans what is left.
func (r *Report) milestones() { r.Milestones = plan.Milestones(r.planned()) }

// planned returns what a plan wants to know of the packages.
func (r *Report) planned() []plan.Package {
	var list []plan.Package
	for _, p := range r.Packages {
		list = append(list, plan.Package{
			Path:      p.Path,
			Imports:   slices.Concat(p.Imports, p.TestImports),
			Lines:     p.Counts.Lines,
			Automatic: p.Counts.Rewritten,
			Manual:    p.Counts.Refused, // with those of rewrites that were taken back
			Findings:  p.Counts.Findings,
			Stalls:    len(p.Stalls),
			Unknown:   len(p.unasked) > 0,
		})
	}
	return list
}

// reasonSums counts sites by reason code and text. Rules that leave sites alone
// for the same reason share a line, which then names no rule.
type reasonSums map[[2]string]*ReasonCount

func (sums reasonSums) add(s *Site) {
	key := [2]string{s.Reason, s.Text}
	c := sums[key]
	if c == nil {
		c = &ReasonCount{Rule: s.Rule, Code: s.Reason, Text: s.Text}
		sums[key] = c
	}
	if c.Rule != s.Rule {
		c.Rule = ""
	}
	c.Sites++
}

// list returns the sums, the most frequent reason first.
func (sums reasonSums) list() []ReasonCount {
	var list []ReasonCount
	for _, c := range sums {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b ReasonCount) int {
		return cmp.Or(cmp.Compare(b.Sites, a.Sites), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Text, b.Text))
	})
	return list
}
