package report

import (
	"cmp"
	"go/token"
	"slices"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/site"
)

// New builds the report of a run. reason gives the text of a rule's reason
// code; it may return "" for a code it does not know.
func New(res *rewrite.Result, reason func(rule, code string) string) *Report {
	b := builder{pkgs: make(map[string]*Package), reason: reason}
	r := &Report{Module: res.Module}
	for _, f := range res.Findings {
		p := b.pkg(f.Package)
		p.Findings = append(p.Findings, finding(f))
	}
	for _, s := range res.Sites {
		p := b.pkg(s.Package)
		p.Sites = append(p.Sites, b.site(s))
	}
	for _, c := range res.API {
		p := b.pkg(c.Package)
		p.API = append(p.API, APIChange{c.Change, c.Compatible})
	}
	for _, d := range res.Dropped {
		p := b.pkg(d.Package)
		p.Dropped = append(p.Dropped, Drop{d.Func, d.Why})
	}
	for _, u := range res.NotSeen {
		if p := b.pkgs[u.Package]; p != nil {
			p.NotSeen = append(p.NotSeen, Unseen{u.File, u.Why})
		} else {
			r.NotSeen = append(r.NotSeen, Unseen{u.File, u.Why})
		}
	}
	for _, p := range b.pkgs {
		p.sort()
		r.Packages = append(r.Packages, *p)
	}
	slices.SortFunc(r.Packages, func(a, b Package) int { return cmp.Compare(a.Path, b.Path) })
	for _, path := range res.Packages {
		if b.pkgs[path] == nil {
			r.Quiet = append(r.Quiet, path)
		}
	}
	slices.Sort(r.Quiet)
	r.Quiet = slices.Compact(r.Quiet)
	r.count()
	return r
}

type builder struct {
	pkgs   map[string]*Package
	reason func(rule, code string) string
}

func (b *builder) pkg(path string) *Package {
	p := b.pkgs[path]
	if p == nil {
		p = &Package{Path: path}
		b.pkgs[path] = p
	}
	return p
}

func (b *builder) site(s site.Site) Site {
	out := Site{
		Pos:       position(s.Pos),
		Func:      s.Func,
		Construct: string(s.Construct),
		Source:    s.Text,
		Status:    s.Status,
		Rule:      s.Rule,
		Detail:    s.Detail,
	}
	if s.Status != site.Rewritten {
		out.Reason = cmp.Or(s.Reason, "no-reason")
		out.Text = b.reason(s.Rule, s.Reason)
	}
	return out
}

func finding(f checker.Finding) Finding {
	out := Finding{Rule: f.Rule, Pos: position(f.Pos), Func: f.Func, Message: f.Message}
	for _, r := range f.Related {
		out.Hops = append(out.Hops, Hop{position(r.Pos), r.Message})
	}
	return out
}

func position(p token.Position) Position { return Position{p.Filename, p.Line, p.Column} }

func comparePos(a, b Position) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// sort orders p's lists and counts them.
func (p *Package) sort() {
	slices.SortStableFunc(p.Findings, func(a, b Finding) int {
		return cmp.Or(comparePos(a.Pos, b.Pos), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
	slices.SortStableFunc(p.Sites, func(a, b Site) int {
		return cmp.Or(comparePos(a.Pos, b.Pos), cmp.Compare(a.Construct, b.Construct))
	})
	slices.SortStableFunc(p.API, func(a, b APIChange) int { return cmp.Compare(a.Change, b.Change) })
	slices.SortStableFunc(p.Dropped, func(a, b Drop) int {
		return cmp.Or(cmp.Compare(a.Func, b.Func), cmp.Compare(a.Why, b.Why))
	})
	slices.SortStableFunc(p.NotSeen, func(a, b Unseen) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Why, b.Why))
	})
	p.Counts.Findings = len(p.Findings)
	for _, s := range p.Sites {
		p.Counts.add(s.Status)
	}
}

// count fills the sums over all packages.
func (r *Report) count() {
	kinds := make(map[string]*Counts)
	refused, skipped := make(reasonSums), make(reasonSums)
	rules := make(map[string]int)
	for _, p := range r.Packages {
		r.Counts.Findings += p.Counts.Findings
		for _, f := range p.Findings {
			rules[f.Rule]++
		}
		for _, s := range p.Sites {
			r.Counts.add(s.Status)
			if kinds[s.Construct] == nil {
				kinds[s.Construct] = new(Counts)
			}
			kinds[s.Construct].add(s.Status)
			switch s.Status {
			case site.Refused, site.Open:
				refused.add(&s)
			case site.NotApplicable:
				skipped.add(&s)
			}
		}
	}
	for name, c := range kinds {
		r.ByKind = append(r.ByKind, ConstructCount{name, *c})
	}
	slices.SortFunc(r.ByKind, func(a, b ConstructCount) int { return cmp.Compare(a.Construct, b.Construct) })
	r.Reasons, r.Skipped = refused.list(), skipped.list()
	for name, n := range rules {
		r.Rules = append(r.Rules, RuleCount{name, n})
	}
	slices.SortFunc(r.Rules, func(a, b RuleCount) int {
		return cmp.Or(cmp.Compare(b.Findings, a.Findings), cmp.Compare(a.Rule, b.Rule))
	})
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
