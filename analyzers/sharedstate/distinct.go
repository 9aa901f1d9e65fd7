package sharedstate

import (
	"go/token"
	"go/types"
	"sort"
	"strings"
)

// distinct returns one conflict per variable, or field of a kind of object, in source order: who protects the
// variable settles them all. Of several the most telling is kept, see before. A statement makes one conflict, however
// many objects it gets at.
func (p *program) distinct(all []conflict) []conflict {
	sort.SliceStable(all, func(i, j int) bool { return p.before(all[i], all[j]) })
	type variable struct {
		v, root *types.Var
		what    string
		made    token.Pos
	}
	type place struct {
		v  *types.Var
		at token.Pos
	}
	seen := make(map[variable]bool)
	met := make(map[place]bool)
	var list []conflict
	for _, c := range all {
		k := variable{c.a.last, c.a.obj.name, c.a.what, c.a.obj.made}
		at := place{c.a.last, c.a.expr.Pos()}
		if !seen[k] && !met[at] {
			seen[k], met[at] = true, true
			list = append(list, c)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return p.precedes(list[i].a.expr.Pos(), list[j].a.expr.Pos()) })
	return list
}

// before reports whether conflict a tells more than b: it comes about without a
// test, is of a statement with itself, stands earlier, takes fewer calls.
func (p *program) before(a, b conflict) bool {
	if x, y := p.needsTest(a), p.needsTest(b); x != y {
		return y
	}
	if x, y := a.a.expr == a.b.expr, b.a.expr == b.b.expr; x != y {
		return x
	}
	if x, y := a.a.expr.Pos(), b.a.expr.Pos(); x != y {
		return p.precedes(x, y)
	}
	if x, y := a.b.expr.Pos(), b.b.expr.Pos(); x != y {
		return p.precedes(x, y)
	}
	return a.hops() < b.hops()
}

func (c conflict) hops() int {
	return len(c.a.stack) + len(c.inA.chain) + len(c.b.stack) + len(c.inB.chain)
}

// needsTest reports whether a test file has a part in the conflict.
func (p *program) needsTest(c conflict) bool {
	if p.inTest(c.a.expr.Pos()) || p.inTest(c.b.expr.Pos()) {
		return true
	}
	for _, hops := range [][]hop{c.a.stack, c.b.stack, c.inA.chain, c.inB.chain} {
		for _, h := range hops {
			if p.inTest(h.pos) {
				return true
			}
		}
	}
	return false
}

func (p *program) inTest(pos token.Pos) bool {
	return strings.HasSuffix(p.pass.Fset.File(pos).Name(), "_test.go")
}
