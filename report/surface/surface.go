// Package surface lists what of a module may block: its exported functions, and
// the functions of other modules that it uses. The list is text to be committed
// and reviewed, so it holds no version, no position and no chain: it changes
// when an answer does, and not when code moves.
package surface

import (
	"cmp"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// Kinds are what a function may wait for: Hard certainly, by static calls; Soft
// possibly, through an interface or function value.
type Kinds struct{ Hard, Soft catalog.Set }

// all returns both.
func (k Kinds) all() catalog.Set { return k.Hard | k.Soft }

// String returns "net,lock [dyn?]".
func (k Kinds) String() string {
	var parts []string
	if k.Hard != 0 {
		parts = append(parts, join(k.Hard))
	}
	if k.Soft != 0 {
		parts = append(parts, "["+join(k.Soft)+"]")
	}
	return strings.Join(parts, " ")
}

func join(set catalog.Set) string {
	var names []string
	for _, k := range set.Kinds() {
		names = append(names, k.String())
	}
	return strings.Join(names, ",")
}

// Line is one function that may block.
type Line struct {
	// Module is that of a dependency's function; empty for the module's own.
	Module string
	// Func is the name as in a stack trace, of a module's own function without
	// the import path.
	Func string
	Kinds
}

func (l Line) String() string {
	return strings.TrimPrefix(l.Module+" "+l.Func+" "+l.Kinds.String(), " ")
}

func (l Line) key() string { return l.Module + " " + l.Func }

func compareLines(a, b Line) int {
	return cmp.Or(cmp.Compare(a.Module, b.Module), cmp.Compare(a.Func, b.Func))
}

// Table is the contents of one file: a package's functions, or those of
// dependencies.
type Table struct {
	// Package is the import path; empty for the table of dependencies.
	Package string
	Lines   []Line // sorted, each function once
}

// Surface is the list of a module, or of a part of its packages.
type Surface struct {
	Module string
	// Tables are the packages that have lines, sorted by path.
	Tables []Table
	// Dependencies is the table of what is used of other modules.
	Dependencies Table
}

// Files returns the tables by file name; those without lines are left out.
func (s *Surface) Files() map[string]*Table {
	files := make(map[string]*Table)
	for i := range s.Tables {
		if t := &s.Tables[i]; len(t.Lines) > 0 {
			files[FileName(s.Module, t.Package)] = t
		}
	}
	if len(s.Dependencies.Lines) > 0 {
		files[DependenciesFile] = &s.Dependencies
	}
	return files
}

// add puts a line at its place.
func (t *Table) add(l Line) {
	i, found := slices.BinarySearchFunc(t.Lines, l, compareLines)
	if !found {
		t.Lines = slices.Insert(t.Lines, i, l)
	}
}
