package driver

import (
	"cmp"
	"flag"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// suite is the analyzers of a run in the order in which they run on a package,
// each behind those that it requires.
type suite struct {
	asked map[*analysis.Analyzer]bool
	all   []*analysis.Analyzer // for packages whose findings are wanted
	facts []*analysis.Analyzer // for others
}

func newSuite(as []*analysis.Analyzer) (*suite, error) {
	if err := analysis.Validate(as); err != nil {
		return nil, err
	}
	s := &suite{asked: make(map[*analysis.Analyzer]bool)}
	for _, a := range as {
		s.asked[a] = true
	}
	s.all = withRequired(as)
	var exporting []*analysis.Analyzer
	for _, a := range s.all {
		if len(a.FactTypes) > 0 {
			exporting = append(exporting, a)
		}
	}
	s.facts = withRequired(exporting)
	registerFacts(s.all)
	return s, nil
}

// withRequired returns the analyzers and what they require, in order.
func withRequired(as []*analysis.Analyzer) []*analysis.Analyzer {
	var list []*analysis.Analyzer
	seen := make(map[*analysis.Analyzer]bool)
	var visit func(as []*analysis.Analyzer)
	visit = func(as []*analysis.Analyzer) {
		as = slices.SortedStableFunc(slices.Values(as), func(a, b *analysis.Analyzer) int { return cmp.Compare(a.Name, b.Name) })
		for _, a := range as {
			if !seen[a] {
				seen[a] = true
				visit(a.Requires)
				list = append(list, a)
			}
		}
	}
	visit(as)
	return list
}

// of returns the analyzers that run on a package in that role.
func (s *suite) of(r role) []*analysis.Analyzer {
	switch r {
	case own:
		return s.all
	case facts:
		return s.facts
	}
	return nil
}

// describe lists analyzers with their settings, for keys.
func describe(as []*analysis.Analyzer) string {
	var b strings.Builder
	for _, a := range as {
		fmt.Fprintf(&b, "%s", a.Name)
		a.Flags.VisitAll(func(f *flag.Flag) { fmt.Fprintf(&b, " -%s=%q", f.Name, f.Value) })
		b.WriteByte('\n')
	}
	return b.String()
}

// asks returns the names of the analyzers whose findings are kept of a package
// in that role.
func (s *suite) asks(r role) []string {
	if r != own {
		return nil
	}
	return s.names()
}

// names returns the names of the analyzers that were asked for, sorted.
func (s *suite) names() []string {
	var names []string
	for a := range s.asked {
		names = append(names, a.Name)
	}
	slices.Sort(names)
	return names
}
