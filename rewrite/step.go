package rewrite

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/rewrite/rule"
)

// unit is what one rule does in one package.
type unit struct {
	rule *rule.Rule
	pkg  string
}

// step is a change from one tree that compiles to the next.
type step struct {
	units []unit // what the step is for; more than one where they only compile together
	sites map[unit]int
	files []FileChange
}

// steps cuts the last attempt into steps, one for each unit as far as every
// tree between two of them compiles. A unit that does not goes together with
// the next ones: the last tree, of all units, is known to compile.
func (e *engine) steps() ([]step, error) {
	verified := e.verified
	defer func() { e.verified = verified }()
	var list []step
	var before *attempt
	tree := map[string][]byte{} // what the steps so far changed
	taken := map[unit]bool{}
	var pending []unit
	units := e.units()
	for i, u := range units {
		taken[u] = true
		pending = append(pending, u)
		now := e.last
		if i < len(units)-1 {
			var err error
			if now, err = e.sound(taken); err != nil {
				return nil, err
			}
			if now == nil {
				continue
			}
		}
		if files := e.between(tree, now); len(files) > 0 {
			list = append(list, step{units: pending, sites: gained(e, before, now), files: files})
			pending = nil
		}
		before = now
	}
	return list, nil
}

// sound makes the edits of the units alone; it returns nil if the result does
// not compile, or says what only a tree between two steps needs.
func (e *engine) sound(units map[unit]bool) (*attempt, error) {
	if err := e.ctx.Err(); err != nil {
		return nil, err
	}
	a, err := e.part(e.last, func(pr *rule.Proposal) bool { return units[e.unitOf(pr)] })
	if err != nil {
		return nil, nil // the edits contradict each other
	}
	if lost, _ := e.lostComments(a); lost != nil || e.entersFirst(a) {
		return nil, nil
	}
	broken, err := e.verify(a)
	if err != nil || broken != nil {
		return nil, err
	}
	return a, nil
}

// entersFirst reports whether a function literal enters the loop that is to run in a task
// when all is done. Whoever stops there and ports the rest would keep it: that it is not
// meant is not to be seen any more.
func (e *engine) entersFirst(a *attempt) bool {
	last := e.last.plan.EnteringLits()
	for lit := range a.plan.EnteringLits() {
		if !last[lit] {
			return true
		}
	}
	return false
}

// units returns the units of the last attempt. Those that make goroutines tasks come
// first, of packages before those that they import: when a function takes a task, what
// calls it in a goroutine has one already and does not have to enter a loop for a while.
// The others follow, of packages before those that import them. In each package the rules
// keep their order.
func (e *engine) units() []unit {
	order := map[string]int{}
	packages.Visit(e.mod.Initial, nil, func(p *packages.Package) {
		if _, ok := order[p.PkgPath]; !ok {
			order[p.PkgPath] = len(order)
		}
	})
	rank := map[*rule.Rule]int{}
	for i, r := range e.rules {
		rank[r] = i
	}
	starts := map[unit]bool{}
	for _, pr := range e.last.active {
		u := e.unitOf(pr)
		starts[u] = starts[u] || len(pr.Tasks) > 0 || len(pr.Starts) > 0
	}
	return slices.SortedFunc(maps.Keys(starts), func(a, b unit) int {
		switch {
		case starts[a] && !starts[b]:
			return -1
		case starts[b] && !starts[a]:
			return 1
		}
		byPackage := cmp.Or(cmp.Compare(order[a.pkg], order[b.pkg]), cmp.Compare(a.pkg, b.pkg))
		if starts[a] {
			byPackage = -byPackage
		}
		return cmp.Or(byPackage, cmp.Compare(rank[a.rule], rank[b.rule]))
	})
}

func (e *engine) unitOf(pr *rule.Proposal) unit {
	switch {
	case len(pr.Spots) > 0:
		return unit{pr.Rule, pr.Spots[0].Package}
	case len(pr.Marks) > 0:
		return unit{pr.Rule, e.prog.FileAt(pr.Marks[0].Pos()).Pkg.PkgPath}
	}
	return unit{rule: pr.Rule}
}

// between returns the changes that lead from a tree to that of an attempt, and
// moves the tree on. The runtime is left out: it is there already.
func (e *engine) between(tree map[string][]byte, to *attempt) []FileChange {
	next := map[string][]byte{}
	for _, f := range to.files {
		if !f.Runtime {
			next[f.Path] = f.New
		}
	}
	sources := e.sources()
	var files []FileChange
	for _, f := range e.prog.Files {
		from, to := sources[f.Rel], sources[f.Rel]
		if text, ok := tree[f.Rel]; ok {
			from = text
		}
		if text, ok := next[f.Rel]; ok {
			to = text
		}
		if !bytes.Equal(from, to) {
			files = append(files, FileChange{Path: f.Rel, Old: from, New: to})
		}
		delete(tree, f.Rel)
	}
	maps.Copy(tree, next)
	return files
}

// gained counts the sites that are rewritten after a step and were not before.
func gained(e *engine, before, after *attempt) map[unit]int {
	n := map[unit]int{}
	for _, s := range e.spots {
		pr := after.done[s.Node]
		if pr != nil && (before == nil || before.done[s.Node] == nil) {
			n[unit{pr.Rule, s.Package}]++
		}
	}
	return n
}
