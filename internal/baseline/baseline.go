// Package baseline keeps the list of findings that a project knows of, so that
// only new ones are reported.
//
// A finding is known by its package, the declaration it stands in, its rule
// and the source of its line, without comments and spacing; never by the number
// of the line. Of findings that are alike in all of that only so many are known
// as the list has. What moves within its package stays known, what is renamed
// or edited is new.
//
// The file is text: one line per finding, sorted, so that changes of two branches
// merge. Lines of an interrupted order, or that are there twice, do no harm:
// git's union merge makes them.
package baseline

import (
	"cmp"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/internal/checker"
)

// Name is the usual name of the file, at the root of the module.
const Name = "asyncport.baseline"

// Entry identifies one finding.
type Entry struct {
	Package string
	// Symbol is the function or method around the finding, without the package;
	// "-" at package level.
	Symbol string
	Rule   string
	// Snippet is the source of the finding's line, normalized.
	Snippet string
	// Ordinal counts, from 1, findings that are alike otherwise.
	Ordinal int
}

// Compare orders entries as the file does.
func Compare(a, b Entry) int {
	return cmp.Or(
		strings.Compare(a.Package, b.Package),
		strings.Compare(a.Symbol, b.Symbol),
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.Snippet, b.Snippet),
		cmp.Compare(a.Ordinal, b.Ordinal),
	)
}

// Baseline is a set of entries.
type Baseline struct {
	entries map[Entry]bool
}

// Of returns the baseline that knows the entries.
func Of(entries []Entry) *Baseline {
	b := &Baseline{entries: make(map[Entry]bool, len(entries))}
	for _, e := range entries {
		b.entries[e] = true
	}
	return b
}

// Entries returns the entries in order.
func (b *Baseline) Entries() []Entry {
	list := make([]Entry, 0, len(b.entries))
	for e := range b.entries {
		list = append(list, e)
	}
	slices.SortFunc(list, Compare)
	return list
}

// Match is a baseline held against the findings of a run.
type Match struct {
	// New are the findings that the baseline does not know, in their order, and
	// Accepted those that it does.
	New, Accepted []checker.Finding
	// Known are the entries of Accepted, NewEntries those of New.
	Known, NewEntries []Entry
	// Stale are the entries without a finding, among those that the run could
	// have found.
	Stale []Entry
	// Unseen are the entries that the run could not have found.
	Unseen []Entry
}

// Match compares the findings of a run, with the entries that [Identify] gives
// for them. seen says whether the run could have found an entry: its rule ran, and
// its package was looked at or does not exist any more.
func (b *Baseline) Match(findings []checker.Finding, entries []Entry, seen func(Entry) bool) Match {
	var m Match
	// Gaps between ordinals, which merges leave, do not matter: it is the
	// number that counts.
	number := make(map[Entry]int)
	for e := range b.entries {
		number[e.alike()]++
	}
	used := make(map[Entry]int)
	for i, e := range entries {
		if used[e.alike()] < number[e.alike()] {
			used[e.alike()]++
			m.Known = append(m.Known, e)
			m.Accepted = append(m.Accepted, findings[i])
		} else {
			m.New = append(m.New, findings[i])
			m.NewEntries = append(m.NewEntries, e)
		}
	}
	counted := make(map[Entry]int)
	for _, e := range b.Entries() {
		counted[e.alike()]++
		switch {
		case counted[e.alike()] <= used[e.alike()]:
		case seen(e):
			m.Stale = append(m.Stale, e)
		default:
			m.Unseen = append(m.Unseen, e)
		}
	}
	return m
}

// alike is the entry without its ordinal.
func (e Entry) alike() Entry {
	e.Ordinal = 0
	return e
}
