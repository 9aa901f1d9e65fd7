package rewrite

import (
	"cmp"
	"go/ast"
	"maps"
	"slices"

	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

// Choice is the smallest change that stands or falls as a whole, on top of those
// that were said yes to.
type Choice struct {
	Rule  *rule.Rule
	Sites []site.Site
	Files []FileChange // what it changes, signatures and calls far from the sites included
	Left  int          // how many choices are left, this one included
}

// Answer is what to do about a choice.
type Answer uint8

// The answers.
const (
	No   Answer = iota // leave it, and ask again about what depends on it
	Yes                // make it
	All                // make it and the rest
	Quit               // leave it and the rest; what was said yes to stays
)

// anchor tells the proposals of one plan from each other, and finds them again
// in another plan.
type anchor struct {
	rule *rule.Rule
	node ast.Node
}

func anchorOf(pr *rule.Proposal) anchor {
	switch {
	case len(pr.Spots) > 0:
		return anchor{pr.Rule, pr.Spots[0].Node}
	case len(pr.Marks) > 0:
		return anchor{pr.Rule, pr.Marks[0]}
	}
	return anchor{rule: pr.Rule}
}

// choose asks about each proposal and leaves those that were not said yes to.
func (e *engine) choose() error {
	yes := map[anchor]bool{}
	all, quit := false, false
	for !all {
		open := e.undecided(yes)
		if len(open) == 0 {
			break
		}
		if quit { // what other rules make of what was refused
			e.refuse(open)
			if err := e.replan(); err != nil {
				return err
			}
			continue
		}
		choice, err := e.choice(yes, open[0])
		if err != nil {
			return err
		}
		if len(choice.Files) == 0 {
			yes[anchorOf(open[0])] = true // it takes effect with another one
			continue
		}
		choice.Left = len(open)
		answer, err := e.opts.Ask(choice)
		switch {
		case err != nil:
			return err
		case answer == Yes:
			yes[anchorOf(open[0])] = true
		case answer == All:
			all = true
		case answer == Quit:
			quit = true
			continue
		default:
			e.refuse(open[:1])
			if err := e.replan(); err != nil {
				return err
			}
		}
	}
	return e.settle()
}

// replan plans anew, and leaves it to the end to see whether the result compiles
// unless its edits are at odds already.
func (e *engine) replan() error {
	a, err := e.attempt()
	if err != nil {
		return e.settle()
	}
	e.last = a
	return nil
}

// refuse notes that the user does not want proposals.
func (e *engine) refuse(list []*rule.Proposal) {
	for _, pr := range list {
		for _, s := range pr.Spots {
			e.forbid(s, ReasonUser, "")
		}
	}
}

// undecided returns the proposals in effect that were not said yes to, in the
// order of the source.
func (e *engine) undecided(yes map[anchor]bool) []*rule.Proposal {
	var open []*rule.Proposal
	for _, pr := range e.last.active {
		if len(pr.Spots) > 0 && !yes[anchorOf(pr)] {
			open = append(open, pr)
		}
	}
	slices.SortStableFunc(open, func(a, b *rule.Proposal) int {
		x, y := a.Spots[0].Pos, b.Spots[0].Pos
		return cmp.Or(cmp.Compare(x.Filename, y.Filename), cmp.Compare(x.Offset, y.Offset))
	})
	return open
}

// choice says what one proposal adds to those that were said yes to.
func (e *engine) choice(yes map[anchor]bool, next *rule.Proposal) (Choice, error) {
	c := Choice{Rule: next.Rule}
	for _, s := range next.Spots {
		c.Sites = append(c.Sites, e.last.status(s))
	}
	tree := map[string][]byte{}
	chosen := func(pr *rule.Proposal) bool { return yes[anchorOf(pr)] || len(pr.Spots) == 0 }
	before, err := e.part(e.last, chosen)
	if err != nil {
		return c, err
	}
	e.between(tree, before)
	with := maps.Clone(yes)
	with[anchorOf(next)] = true
	after, err := e.part(e.last, func(pr *rule.Proposal) bool { return with[anchorOf(pr)] || len(pr.Spots) == 0 })
	if err != nil {
		return c, err
	}
	c.Files = e.between(tree, after)
	return c, nil
}
