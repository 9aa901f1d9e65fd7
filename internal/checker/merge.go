package checker

import "slices"

// Merge joins the answers of runs over the same module in different build
// configurations. A finding that several runs have counts once, with the hops of
// the first; a comment is unused if no run used it.
func Merge(findings [][]Finding, suppressed [][]Suppressed) ([]Finding, []Suppressed) {
	var ignored []Suppressed
	for _, list := range suppressed {
		ignored = append(ignored, list...)
	}
	used := usedBy(ignored)
	seen := make(map[identity]bool)
	first := func(f Finding) bool {
		id := f.identity()
		again := seen[id]
		seen[id] = true
		return !again
	}
	var merged []Finding
	for _, list := range findings {
		for _, f := range list {
			if !used.has(f) && first(f) {
				merged = append(merged, f)
			}
		}
	}
	ignored = slices.DeleteFunc(ignored, func(s Suppressed) bool { return !first(s.Finding) })
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
