package yieldpoint

import (
	"cmp"
	"slices"
	"strings"

	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// outcome is what running a function or a call may lead to. It only grows
// better during the fixpoint: more kinds, harder and shorter witnesses, more uses.
type outcome struct {
	yields []found // at most one per kind, ordered by kind
	uses   map[use]bool
	spawns bool
}

// found is a witness with the place of its first hop.
type found struct {
	Witness
	at place
}

// use says that a parameter is called, or a method of it. The parameter may
// belong to an enclosing function.
type use struct {
	param  *types.Var
	method string // empty for a parameter of function type
}

// better orders witnesses of one kind: hard before seen before soft, then the shortest,
// then the first in the source, then by name.
func (f found) better(g found) bool {
	if f.Hard != g.Hard {
		return f.Hard
	}
	if f.Seen != g.Seen {
		return f.Seen
	}
	if f.Depth != g.Depth {
		return f.Depth < g.Depth
	}
	if f.at.before(g.at) || g.at.before(f.at) {
		return f.at.before(g.at)
	}
	return f.Hop.What < g.Hop.What
}

func (o *outcome) add(f found) {
	i, ok := slices.BinarySearchFunc(o.yields, f.Kind, func(g found, k catalog.Kind) int {
		return cmp.Compare(g.Kind, k)
	})
	switch {
	case !ok:
		o.yields = slices.Insert(o.yields, i, f)
	case f.better(o.yields[i]):
		o.yields[i] = f
	}
}

func (o *outcome) use(u use) {
	if o.uses == nil {
		o.uses = make(map[use]bool)
	}
	o.uses[u] = true
}

// sortedUses returns the uses in the order of the parameters' positions.
func (o *outcome) sortedUses() []use {
	list := make([]use, 0, len(o.uses))
	for u := range o.uses {
		list = append(list, u)
	}
	slices.SortFunc(list, func(a, b use) int {
		return cmp.Or(cmp.Compare(a.param.Pos(), b.param.Pos()), strings.Compare(a.method, b.method))
	})
	return list
}

func (o *outcome) equal(p *outcome) bool {
	if o.spawns != p.spawns || len(o.uses) != len(p.uses) || !slices.Equal(o.yields, p.yields) {
		return false
	}
	for u := range o.uses {
		if !p.uses[u] {
			return false
		}
	}
	return true
}

func (o *outcome) witnesses() []Witness {
	if len(o.yields) == 0 {
		return nil
	}
	list := make([]Witness, len(o.yields))
	for i, f := range o.yields {
		list[i] = f.Witness
	}
	return list
}
