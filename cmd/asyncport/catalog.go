package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/internal/nearest"
)

// namedTable is a catalog that is not built in.
type namedTable struct {
	name  string
	table *catalog.Table
}

func newCatalog(g *globals, run func(g *globals, fn string) error) *cobra.Command {
	return &cobra.Command{
		Use:   "catalog FUNC",
		Short: "Print what the catalog says of a function",
		Long: "catalog prints what asyncport takes for granted of a function whose body it does not look at:\n" +
			"the kinds of waits, what to call in its place, and where that is written. FUNC is a name as in\n" +
			"a stack trace or the end of one that only one function has: sync.(*WaitGroup).Wait, WaitGroup.Wait.",
		Example: "  asyncport catalog net.Dial",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return run(g, args[0]) },
	}
}

func runCatalog(g *globals, fn string) error {
	e, source, ok := g.lookup(fn)
	if !ok || e.Default {
		switch names := g.namesLike(fn); {
		case len(names) == 1:
			fn = names[0]
			e, source, _ = g.lookup(fn)
			ok = true
		case len(names) > 1:
			return fmt.Errorf("several functions are called %s: %s", fn, strings.Join(names[:min(len(names), mostNames)], ", "))
		}
	}
	near := nearestNames(fn, g.entryNames())
	if !ok {
		err := fmt.Errorf("the catalog has no function %q and no default for its package", fn)
		if len(near) > 0 {
			err = fmt.Errorf("%w; the nearest names: %s", err, strings.Join(near, ", "))
		}
		return err
	}
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(g.stdout, "  %-12s %s\n", label, text)
		}
	}
	fmt.Fprintln(g.stdout, fn)
	line("kind", cmp.Or(e.Kinds.String(), "none: it does not wait"))
	line("blocks", whatBlocks(e))
	if e.Spawns {
		line("spawns", "a goroutine that outlives the call")
	}
	line("replacement", e.Replacement)
	line("note", e.Note)
	line("source", source)
	if e.Default {
		line("default", "of "+e.Name+"; the function has no line of its own")
		line("nearest", strings.Join(near, ", "))
	}
	return nil
}

// whatBlocks says on what it depends whether a call blocks.
func whatBlocks(e catalog.Entry) string {
	var parts []string
	for _, i := range e.Calls {
		parts = append(parts, "as "+parameter(i)+" does, which it calls")
	}
	for _, i := range e.Param {
		parts = append(parts, "as methods of "+parameter(i)+" do")
	}
	for _, i := range e.Wraps {
		parts = append(parts, "in uses of the result as "+parameter(i)+" does")
	}
	return strings.Join(parts, "; ")
}

func parameter(i int) string {
	if i == catalog.Receiver {
		return "the receiver"
	}
	return fmt.Sprintf("parameter %d", i+1)
}

// lookup returns what is known of a function by the name in stack traces, and
// which catalog says so.
func (g *globals) lookup(fn string) (catalog.Entry, string, bool) {
	for _, t := range slices.Backward(g.tables) {
		if e, ok := t.table.Lookup(fn); ok {
			return e, t.name, true
		}
	}
	e, ok := catalog.Builtin().Lookup(fn)
	return e, "built in", ok
}

// entryNames returns the names that have a line of their own.
func (g *globals) entryNames() []string {
	var names []string
	for _, t := range append(slices.Clone(g.tables), namedTable{table: catalog.Builtin()}) {
		for _, e := range t.table.Entries() {
			if !strings.HasSuffix(e.Name, ".*") {
				names = append(names, e.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// namesLike returns the names that fn is the end of, but for the marks of pointers.
func (g *globals) namesLike(fn string) []string {
	fn = plainName(fn)
	var names []string
	for _, name := range g.entryNames() {
		rest, ok := strings.CutSuffix(plainName(name), fn)
		if ok && rest == "" {
			return []string{name}
		}
		if ok && (strings.HasSuffix(rest, "/") || strings.HasSuffix(rest, ".")) {
			names = append(names, name)
		}
	}
	return names
}

// plainName returns "sync.WaitGroup.Wait" for sync.(*WaitGroup).Wait.
func plainName(name string) string {
	return strings.NewReplacer("(", "", "*", "", ")", "").Replace(name)
}

// mostNames bounds how many names are proposed.
const mostNames = 4

// nearestNames returns the names that differ least from fn.
func nearestNames(fn string, names []string) []string {
	type far struct {
		name string
		dist int
	}
	var list []far
	fn = strings.ToLower(plainName(fn))
	for _, name := range names {
		plain := strings.ToLower(plainName(name))
		if d := nearest.Distance(fn, plain); d <= max(len(fn), len(plain))/3 {
			list = append(list, far{name, d})
		}
	}
	slices.SortStableFunc(list, func(a, b far) int { return cmp.Compare(a.dist, b.dist) })
	var near []string
	for _, f := range list[:min(len(list), mostNames)] {
		near = append(near, f.name)
	}
	return near
}
