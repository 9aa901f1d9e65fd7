package checker

import (
	"cmp"
	"iter"
	"slices"
)

// Unseen is a function that an analyzer left out, or did not follow to the end.
type Unseen struct {
	// Package is the import path, Func the function as the analyzer names it.
	Package, Func string
	// Rule is the analyzer's name.
	Rule string
	// Why is what follows "Func " in a sentence for the reader of a report.
	Why string
}

// limited is the result of an analyzer that says which functions it left out, and why.
type limited interface {
	LeftOut() iter.Seq2[string, string]
}

// LeftOut returns what an analyzer says in its result that it left out of a package.
func LeftOut(pkg, rule string, result any) []Unseen {
	l, ok := result.(limited)
	if !ok {
		return nil
	}
	var list []Unseen
	for fn, why := range l.LeftOut() {
		list = append(list, Unseen{pkg, fn, rule, why})
	}
	return list
}

// SortUnseen returns the list in order, each once. It may change it.
func SortUnseen(list []Unseen) []Unseen {
	slices.SortFunc(list, func(a, b Unseen) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Func, b.Func), cmp.Compare(a.Why, b.Why))
	})
	return slices.Compact(list)
}
