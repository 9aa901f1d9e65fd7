package checker

import (
	"reflect"
	"slices"
)

// Merge joins the answers of runs over the same module in different build
// configurations. A finding that several runs have counts once, with the hops of
// the first, and with its fixes if all have the same; a comment is unused if no run
// used it.
func Merge(findings [][]Finding, suppressed [][]Suppressed) ([]Finding, []Suppressed) {
	var ignored []Suppressed
	for _, list := range suppressed {
		ignored = append(ignored, list...)
	}
	used := usedBy(ignored)
	at := make(map[identity]int) // where it is in merged
	var merged []Finding
	for _, list := range findings {
		for _, f := range list {
			i, again := at[f.identity()]
			switch {
			case used.has(f):
			case !again:
				at[f.identity()] = len(merged)
				merged = append(merged, f)
			case !reflect.DeepEqual(merged[i].Fixes, f.Fixes):
				merged[i].Fixes = nil
			}
		}
	}
	ignored = slices.DeleteFunc(ignored, func(s Suppressed) bool {
		_, again := at[s.identity()]
		at[s.identity()] = -1
		return again
	})
	slices.SortStableFunc(merged, compare)
	slices.SortStableFunc(ignored, func(a, b Suppressed) int { return compare(a.Finding, b.Finding) })
	return merged, ignored
}

// identity is what is the same of a finding in all build configurations.
type identity struct {
	rule, message, file string
	line, column        int
}

func (f *Finding) identity() identity {
	return identity{f.Rule, f.Message, f.Pos.Filename, f.Pos.Line, f.Pos.Column}
}
