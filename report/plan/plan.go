// Package plan puts the packages of a module into the order in which they are
// best ported: what a package imports comes before it, so that each step finds
// below it nothing but explicit code.
//
// It knows packages by path and numbers only; where these come from is the
// caller's concern.
package plan

import (
	"cmp"
	"slices"
)

// Package is what the plan wants to know of one package.
type Package struct {
	Path string
	// Imports are the paths of the packages that it and its tests import.
	// Those that the plan is not given do not count.
	Imports []string
	Lines   int // of source, without tests
	// Automatic is the number of sites that the tool rewrites, Manual that of
	// those that a person has to.
	Automatic, Manual int
	// Findings are open ones: neither mended nor suppressed.
	Findings int
	// Stalls are the places at which a serial loop may stand still although nothing
	// is left to rewrite.
	Stalls int
	// Unknown is true when it imports, directly or not, what the plan is not given and what
	// may wait for others.
	Unknown bool
}

// work reports whether something is left to do in p.
func (p *Package) work() bool { return p.Automatic+p.Manual+p.Findings+p.Stalls > 0 }

// Milestone is one step: packages that are ported together.
type Milestone struct {
	// Number counts from 1 in the order of work.
	Number int `json:"number"`
	// Packages are the paths, sorted. They are several only when they import
	// each other, as packages can by way of their tests.
	Packages []string `json:"packages"`
	Lines    int      `json:"lines"`
	// Sites are those that need a rewrite, Automatic of them the tool does.
	Sites     int `json:"sites"`
	Automatic int `json:"automatic"`
	Findings  int `json:"findings"`
	Stalls    int `json:"stalls,omitempty"` // places at which a serial loop may stand still
	// Blockers are the packages in which a person has to act.
	Blockers []Blocker `json:"blockers,omitempty"`
	// After are the numbers of the milestones that must be done before.
	After []int `json:"after,omitempty"`
	// Flips are the packages, of this milestone or above it, for which nothing
	// is left once it is done, neither in themselves nor in what they import, all of which
	// is known: their code may run under the serial policy.
	Flips []string `json:"flips,omitempty"`
}

// Blocker says what a person has to do in a package.
type Blocker struct {
	Package  string `json:"package"`
	Sites    int    `json:"sites,omitempty"`    // that the tool does not rewrite
	Findings int    `json:"findings,omitempty"` // that are open
	Stalls   int    `json:"stalls,omitempty"`
}

// Share is the part of the sites that the tool does, in percent, rounded down;
// 100 when there are none.
func (m *Milestone) Share() int {
	if m.Sites == 0 {
		return 100
	}
	return 100 * m.Automatic / m.Sites
}

// Milestones returns the steps that are left, in dependency order. Packages in
// which nothing is to be done make no step.
func Milestones(pkgs []Package) []Milestone {
	g := newGraph(pkgs)
	groups := g.groups()
	steps := make([]*Milestone, len(groups)) // nil where nothing is to do
	var list []*Milestone
	for _, i := range g.order(groups) {
		if m := g.milestone(groups[i].members); m != nil {
			m.Number = len(list) + 1
			steps[i] = m
			list = append(list, m)
		}
	}
	for i, group := range groups {
		below := g.below(groups, steps, i)
		if m := steps[i]; m != nil {
			m.After = below
			below = append(slices.Clone(below), m.Number)
		}
		if len(below) > 0 && !g.unknown(group.members) {
			last := list[slices.Max(below)-1]
			last.Flips = append(last.Flips, g.paths(group.members)...)
		}
	}
	out := make([]Milestone, len(list))
	for i, m := range list {
		slices.Sort(m.Flips)
		out[i] = *m
	}
	return out
}

// unknown reports whether one of the packages imports what the plan does not know.
func (g *graph) unknown(members []int) bool {
	return slices.ContainsFunc(members, func(i int) bool { return g.pkgs[i].Unknown })
}

// milestone sums up the packages of a group; nil when they need nothing.
func (g *graph) milestone(members []int) *Milestone {
	m := &Milestone{Packages: g.paths(members)}
	work := false
	for _, i := range members {
		p := &g.pkgs[i]
		work = work || p.work()
		m.Lines += p.Lines
		m.Sites += p.Automatic + p.Manual
		m.Automatic += p.Automatic
		m.Findings += p.Findings
		m.Stalls += p.Stalls
		if p.Manual+p.Findings+p.Stalls > 0 {
			m.Blockers = append(m.Blockers, Blocker{p.Path, p.Manual, p.Findings, p.Stalls})
		}
	}
	if !work {
		return nil
	}
	slices.SortFunc(m.Blockers, func(a, b Blocker) int { return cmp.Compare(a.Package, b.Package) })
	return m
}

// paths returns the sorted paths of packages.
func (g *graph) paths(members []int) []string {
	list := make([]string, len(members))
	for k, i := range members {
		list[k] = g.pkgs[i].Path
	}
	slices.Sort(list)
	return list
}
