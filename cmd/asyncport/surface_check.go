package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"

	"github.com/asyncport/asyncport/report/surface"
)

// compare prints what is not as the list says, with the chains of what is new.
func (g *golden) compare(facts *surface.Facts) error {
	maps.DeleteFunc(g.kept, func(name string, _ *surface.Table) bool { return !g.concerns(name) })
	changes := surface.Compare(g.kept, g.now.Files())
	paths := newPaths(g.mod.Dir, g.dir)
	for i := range changes {
		g.tell(&changes[i], facts, paths)
	}
	if n := len(changes); n > 0 {
		g.note("%s of %s not as in the source; when that is meant, asyncport surface -w", count(n, "line"), g.shown(g.place))
		return errFindings
	}
	g.note("%s is as in the source", g.shown(g.place))
	return nil
}

// tell prints one difference.
func (g *golden) tell(c *surface.Change, facts *surface.Facts, p paths) {
	name := c.Name()
	if c.Module != "" {
		name += " (" + strings.TrimSuffix(c.Module+" "+facts.Version(c.Module), " ") + ")"
	}
	fmt.Fprintf(g.stdout, "%s: %s %s\n", g.shown(filepath.Join(g.place, c.File)), name, c)
	for _, kind := range c.Added().Kinds() {
		steps := facts.Chain(c.Name(), kind)
		if len(steps) == 0 {
			fmt.Fprintf(g.stdout, "\t%s: the catalog says so\n", kind)
		}
		for i, s := range steps {
			fmt.Fprintf(g.stdout, "\t%s: %s%s:%s: %s\n", kind, strings.Repeat("  ", i), p.show(s.File), s.Line, s.What)
		}
	}
}
