package surface

import (
	"cmp"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// Change is one function whose line is another than in the list that is kept.
type Change struct {
	File    string
	Package string // that of File; empty for dependencies
	Module  string // of a dependency
	Func    string // as in Line
	Old     Kinds  // zero when it had no line
	New     Kinds  // zero when it has none any more
}

// Name is the function with its import path.
func (c *Change) Name() string {
	if c.Package == "" {
		return c.Func
	}
	return c.Package + "." + c.Func
}

// Added are the kinds that are new.
func (c *Change) Added() catalog.Set { return c.New.all() &^ c.Old.all() }

// String says what is different, without the name.
func (c *Change) String() string {
	switch {
	case c.Old == Kinds{}:
		return "may block: " + c.New.String()
	case c.New == Kinds{}:
		return "is gone, or blocks no more: " + c.Old.String()
	}
	var parts []string
	say := func(what string, set catalog.Set) {
		if set != 0 {
			parts = append(parts, what+" "+join(set))
		}
	}
	old, now := c.Old.all(), c.New.all()
	say("may block on", now&^old)
	say("blocks no more on", old&^now)
	say("now certain:", c.New.Hard&c.Old.Soft)
	say("only possible any more:", c.New.Soft&c.Old.Hard)
	return strings.Join(parts, "; ") + " (was " + c.Old.String() + ")"
}

// Compare returns the differences between the list that is kept and that of the
// source, by file name, sorted by file and function.
func Compare(kept, now map[string]*Table) []Change {
	var list []Change
	byKey := make(map[string]*Change)
	at := func(file string, t *Table, l Line) *Change {
		key := file + " " + l.key()
		if byKey[key] == nil {
			byKey[key] = &Change{File: file, Package: t.Package, Module: l.Module, Func: l.Func}
		}
		return byKey[key]
	}
	for file, t := range kept {
		for _, l := range t.Lines {
			at(file, t, l).Old = l.Kinds
		}
	}
	for file, t := range now {
		for _, l := range t.Lines {
			at(file, t, l).New = l.Kinds
		}
	}
	for _, c := range byKey {
		if c.Old != c.New {
			list = append(list, *c)
		}
	}
	slices.SortFunc(list, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Module, b.Module), cmp.Compare(a.Func, b.Func))
	})
	return list
}
