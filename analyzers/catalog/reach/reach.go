// Package reach finds functions that the catalog should speak of and does not:
// those that get to a wait by static calls. It reads bodies, which the analyzers
// do not do for the standard library, and serves the catalog's own tests.
package reach

import (
	"cmp"
	"slices"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// Kinds are the kinds that make a function look as if it waits. Locks, prints
// and calls of unknown functions do not: those of a library are its own business.
var Kinds = ^catalog.SetOf(catalog.Lock, catalog.Stdio, catalog.Dyn)

// Finding is an exported function that may wait.
type Finding struct {
	// Name as catalog.FuncName gives it.
	Name string
	// Kinds is what it waits for.
	Kinds catalog.Set
	// Via is the chain of calls to the nearest wait, the wait last.
	Via []string
}

// Unclassified returns, sorted by name, the exported functions and methods of the
// packages that may wait, and the interface methods that such a method of theirs
// implements, if they have no line of their own in the catalog, nor a
// default that says that they wait. A default of "none" does not count: it is the
// mistake to be found.
func Unclassified(pkgs []*packages.Package) []Finding {
	g := newGraph()
	packages.Visit(pkgs, nil, func(p *packages.Package) { g.add(p) })
	g.solve()
	var list []Finding
	for _, p := range pkgs {
		for _, fn := range exported(p.Types) {
			name := catalog.FuncName(fn)
			n := g.nodes[name]
			if n == nil || n.kinds&Kinds == 0 || classified(name) {
				continue
			}
			list = append(list, Finding{Name: name, Kinds: n.kinds & Kinds, Via: g.chain(n)})
		}
	}
	return merged(append(list, g.interfaces(pkgs)...))
}

// classified reports whether the catalog has an opinion of the function that
// somebody formed by looking at it.
func classified(name string) bool {
	e, ok := catalog.LookupName(name)
	return ok && (!e.Default || e.Kinds != 0)
}

// merged returns one finding for each name, the first.
func merged(list []Finding) []Finding {
	slices.SortStableFunc(list, func(a, b Finding) int { return cmp.Compare(a.Name, b.Name) })
	kept := list[:0]
	for _, f := range list {
		if n := len(kept); n > 0 && kept[n-1].Name == f.Name {
			kept[n-1].Kinds |= f.Kinds
		} else {
			kept = append(kept, f)
		}
	}
	return kept
}
