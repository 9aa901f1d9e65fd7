package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/internal/checker"
)

// Comparison says how the findings of one tree differ from those of another.
// What is compared are sets of identities (see Finding.ID), never lines, so
// that shifted lines make no difference.
type Comparison struct {
	Schema  string `json:"schema"` // ComparisonName
	Version int    `json:"version"`
	Module  string `json:"module"`
	// Base names the revision that is compared with, in the caller's words.
	Base   string       `json:"base"`
	Counts ChangeCounts `json:"counts"`
	Rules  []RuleChange `json:"rules,omitempty"` // most severe first, then by name

	// Introduced is open now and was not before, Fixed was and is no more, Carried
	// is open in both. Suppressed are findings that a comment speaks for now and
	// did not before, Accepted those that the baseline knows now and did not; those
	// among them that were open are not Fixed. Each list is sorted by severity,
	// package, function and source.
	Introduced []Change `json:"introduced,omitempty"`
	Fixed      []Change `json:"fixed,omitempty"`
	Carried    []Change `json:"carried,omitempty"`
	Suppressed []Change `json:"suppressed,omitempty"`
	Accepted   []Change `json:"accepted,omitempty"`

	base, head *Report // for places and sources
	baseline   string  // of the new tree
}

// The name and version of the JSON form of a comparison.
const (
	ComparisonName    = "asyncport-comparison"
	ComparisonVersion = 1
)

// Change is a finding that is introduced, fixed, carried or suppressed. Fixed
// ones are as the base has them, all others as the new tree does.
type Change struct {
	Package string `json:"package"`
	Finding
	Source string `json:"source,omitempty"` // the finding's line, without the space around it
	// Reason and Comment are there when it is suppressed.
	Reason  string    `json:"reason,omitempty"`
	Comment *Position `json:"comment,omitempty"`

	wasOpen bool // of a suppressed or accepted one
}

// ChangeCounts counts findings.
type ChangeCounts struct {
	Introduced int `json:"introduced"`
	Fixed      int `json:"fixed"`
	Carried    int `json:"carried"`
	Suppressed int `json:"suppressed"`
	Accepted   int `json:"accepted"`
}

// Open is the number of findings that are open in the new tree.
func (c ChangeCounts) Open() int { return c.Introduced + c.Carried }

// RuleChange counts the findings of one rule.
type RuleChange struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	ChangeCounts
}

// Side is what the analyzers say of one of two trees.
type Side struct {
	Findings   []checker.Finding
	Suppressed []checker.Suppressed
	// Accepted are those that the baseline knows, which is in the file of that name.
	Accepted []checker.Finding
	Baseline string
	// Sources are the files that findings stand in, by the names that they use.
	Sources map[string][]byte
}

// Compare compares the findings of a module with those that it had.
func Compare(module, revision string, before, after Side) *Comparison {
	c := &Comparison{
		Schema: ComparisonName, Version: ComparisonVersion, Module: module, Base: revision,
		base: &Report{Module: module, sources: before.Sources}, head: &Report{Module: module, sources: after.Sources},
		baseline: after.Baseline,
	}
	old, now := before.changes(c.base), after.changes(c.head)
	wasOpen := identities(old.open)
	for _, f := range now.open {
		if wasOpen[f.ID] {
			c.Carried = append(c.Carried, f)
		} else {
			c.Introduced = append(c.Introduced, f)
		}
	}
	is := identities(now.open, now.suppressed, now.accepted)
	for _, f := range old.open {
		if !is[f.ID] {
			c.Fixed = append(c.Fixed, f)
		}
	}
	fresh := func(now, old []Change) (list []Change) {
		was := identities(old)
		for _, f := range now {
			if !was[f.ID] {
				f.wasOpen = wasOpen[f.ID]
				list = append(list, f)
			}
		}
		return list
	}
	c.Suppressed, c.Accepted = fresh(now.suppressed, old.suppressed), fresh(now.accepted, old.accepted)
	c.count()
	return c
}

// changes are the findings of a side.
type changes struct{ open, suppressed, accepted []Change }

// changes returns the findings of a side.
func (s Side) changes(r *Report) changes {
	list := slices.Clone(s.Findings)
	for _, x := range s.Suppressed {
		list = append(list, x.Finding)
	}
	list = append(list, s.Accepted...)
	ids := hashes(list, reader(s.Sources))
	all := make([]Change, len(list))
	for i, f := range list {
		all[i] = Change{Package: f.Package, Finding: finding(f, ids[i]), Source: strings.TrimSpace(r.line(f.Pos.Filename, f.Pos.Line))}
	}
	n, m := len(s.Findings), len(s.Findings)+len(s.Suppressed)
	for k, x := range s.Suppressed {
		at := position(x.Comment)
		all[n+k].Reason, all[n+k].Comment = x.Reason, &at
	}
	c := changes{all[:n:n], all[n:m:m], all[m:]}
	slices.SortStableFunc(c.open, compareChanges)
	slices.SortStableFunc(c.suppressed, compareChanges)
	slices.SortStableFunc(c.accepted, compareChanges)
	return c
}

// compareChanges goes by position last, so that shifted lines do not change the
// order.
func compareChanges(a, b Change) int {
	return cmp.Or(
		cmp.Compare(a.Severity.rank(), b.Severity.rank()),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Package, b.Package),
		cmp.Compare(a.Pos.File, b.Pos.File),
		cmp.Compare(a.Func, b.Func),
		cmp.Compare(a.Source, b.Source),
		cmp.Compare(a.Message, b.Message),
		comparePos(a.Pos, b.Pos),
	)
}

func identities(lists ...[]Change) map[string]bool {
	set := make(map[string]bool)
	for _, list := range lists {
		for _, f := range list {
			set[f.ID] = true
		}
	}
	return set
}

// count fills the sums.
func (c *Comparison) count() {
	rules := make(map[string]*RuleChange)
	sum := func(list []Change, field func(*ChangeCounts) *int) {
		for _, f := range list {
			r := rules[f.Rule]
			if r == nil {
				r = &RuleChange{Rule: f.Rule, Severity: f.Severity}
				rules[f.Rule] = r
			}
			*field(&r.ChangeCounts)++
			*field(&c.Counts)++
		}
	}
	sum(c.Introduced, func(n *ChangeCounts) *int { return &n.Introduced })
	sum(c.Fixed, func(n *ChangeCounts) *int { return &n.Fixed })
	sum(c.Carried, func(n *ChangeCounts) *int { return &n.Carried })
	sum(c.Suppressed, func(n *ChangeCounts) *int { return &n.Suppressed })
	sum(c.Accepted, func(n *ChangeCounts) *int { return &n.Accepted })
	for _, r := range rules {
		c.Rules = append(c.Rules, *r)
	}
	slices.SortFunc(c.Rules, func(a, b RuleChange) int {
		return cmp.Or(cmp.Compare(a.Severity.rank(), b.Severity.rank()), cmp.Compare(a.Rule, b.Rule))
	})
}

// verdict says in a sentence what the change does to the module; the first
// clause is the one to look at.
func (c *Comparison) verdict() string {
	n := c.Counts
	switch {
	case n.Introduced > 0:
		return count(n.Introduced, "finding") + " introduced"
	case n.Fixed > 0:
		return "no finding introduced, " + count(n.Fixed, "finding") + " fixed"
	case n.Open() > 0:
		return "no finding introduced"
	default:
		return "no findings"
	}
}
