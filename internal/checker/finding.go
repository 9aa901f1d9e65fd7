package checker

import (
	"cmp"
	"go/token"
	"slices"
)

// Finding is one diagnostic of an analyzer in a form that needs no syntax
// tree.
type Finding struct {
	// Rule is the analyzer's name. Category is what it says of the kind of
	// finding beside that, if anything.
	Rule     string
	Category string
	// Pos has a file name as load.Module.RelPath gives it: relative to the
	// module root, with slashes.
	Pos     token.Position
	Message string
	// Related holds the hops of the witness in the analyzer's order.
	Related []Related
	// Package is the import path, Func the enclosing function as stack traces
	// print it; empty at package level.
	Package string
	Func    string
	// Fixes are edits that mend it, of which one may be made.
	Fixes []Fix
}

// Related is one hop of a finding's witness. Its file is named as in Finding;
// Pos is the zero value when the hop has no position in the loaded source.
type Related struct {
	Pos     token.Position
	Message string
}

// compare orders findings by position, then rule, then text.
func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Pos.Filename, b.Pos.Filename),
		cmp.Compare(a.Pos.Line, b.Pos.Line),
		cmp.Compare(a.Pos.Column, b.Pos.Column),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.Package, b.Package),
		slices.CompareFunc(a.Related, b.Related, func(a, b Related) int {
			return cmp.Or(
				cmp.Compare(a.Pos.Filename, b.Pos.Filename),
				cmp.Compare(a.Pos.Line, b.Pos.Line),
				cmp.Compare(a.Pos.Column, b.Pos.Column),
				cmp.Compare(a.Message, b.Message))
		}),
	)
}

// Sorted returns the findings in order, each once. It may change list.
func Sorted(list []Finding) []Finding {
	slices.SortFunc(list, compare)
	return mergeFixes(list)
}
