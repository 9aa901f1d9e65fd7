// Package checker runs analyzers over a loaded module in this process, with
// facts in memory, and keeps what they found for commands and the rewriter.
package checker

import (
	"errors"
	"fmt"
	"go/token"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/internal/load"
)

// Analysis is what the analyzers said of one module. It is not safe for
// concurrent use.
type Analysis struct {
	// Findings are sorted by position, each once.
	Findings []Finding
	// Suppressed are those that comments speak for, in the same order; empty
	// unless suppress.Keep was called.
	Suppressed []Suppressed
	// Unseen are the functions that analyzers left out, sorted.
	Unseen []Unseen

	results map[resultKey]any
	facts   map[string][]*checker.Action // by package path, roots first
}

type resultKey struct {
	pkg      *packages.Package
	analyzer *analysis.Analyzer
}

// Run applies the analyzers to the module's own packages, and those that
// export facts to everything they import as well. It fails when an analyzer
// does.
func Run(m *load.Module, as []*analysis.Analyzer) (*Analysis, error) {
	graph, err := checker.Analyze(as, m.Packages, nil)
	if err != nil {
		return nil, fmt.Errorf("analyzers: %w", err)
	}
	if err := failures(graph); err != nil {
		return nil, err
	}
	a := &Analysis{
		results: make(map[resultKey]any),
		facts:   make(map[string][]*checker.Action),
	}
	for _, root := range graph.Roots {
		a.results[resultKey{root.Package, root.Analyzer}] = root.Result
		a.Unseen = append(a.Unseen, LeftOut(root.Package.PkgPath, root.Analyzer.Name, root.Result)...)
		for _, d := range root.Diagnostics {
			a.Findings = append(a.Findings, Describe(root.Package, root.Analyzer, d, m.RelPath))
		}
	}
	a.Findings, a.Suppressed = Split(Sorted(a.Findings))
	a.Unseen = SortUnseen(a.Unseen)
	for act := range graph.All() {
		if len(act.Analyzer.FactTypes) > 0 {
			a.facts[act.Package.PkgPath] = append(a.facts[act.Package.PkgPath], act)
		}
	}
	// A package may be in the graph with and without its tests; the one that
	// was asked for knows more. The ID decides among the rest.
	for _, acts := range a.facts {
		slices.SortStableFunc(acts, func(x, y *checker.Action) int {
			if x.IsRoot != y.IsRoot {
				if x.IsRoot {
					return -1
				}
				return 1
			}
			return strings.Compare(x.Package.ID, y.Package.ID)
		})
	}
	return a, nil
}

// Result returns what analyzer an returned for pkg, one of the module's own
// packages; nil when it was not among those that Run was given.
func (a *Analysis) Result(pkg *packages.Package, an *analysis.Analyzer) any {
	return a.results[resultKey{pkg, an}]
}

// Fact stores in fact, a pointer, the package fact of that type that was
// exported for the package path, own or imported, and reports whether there
// is one.
func (a *Analysis) Fact(pkgPath string, fact analysis.Fact) bool {
	want := reflect.TypeOf(fact)
	for _, act := range a.facts[pkgPath] {
		exports := slices.ContainsFunc(act.Analyzer.FactTypes, func(f analysis.Fact) bool { return reflect.TypeOf(f) == want })
		if exports && act.PackageFact(act.Package.Types, fact) {
			return true
		}
	}
	return false
}

// FactPackages returns the paths of all packages that analyzers with facts ran
// on, sorted.
func (a *Analysis) FactPackages() []string {
	paths := make([]string, 0, len(a.facts))
	for path := range a.facts {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}

// failures joins the errors of analyzers, without those that only follow from
// another's.
func failures(graph *checker.Graph) error {
	var msgs []string
	for act := range graph.All() {
		if act.Err != nil && !strings.HasPrefix(act.Err.Error(), "failed prerequisites") {
			msgs = append(msgs, fmt.Sprintf("analyzer %s on package %s: %v", act.Analyzer.Name, act.Package.ID, act.Err))
		}
	}
	if msgs == nil {
		return nil
	}
	slices.Sort(msgs)
	return errors.New(strings.Join(slices.Compact(msgs), "\n"))
}

// Describe returns diagnostic d of an analyzer on pkg as a finding. relPath
// gives the name under which a file is shown.
func Describe(pkg *packages.Package, an *analysis.Analyzer, d analysis.Diagnostic, relPath func(string) string) Finding {
	position := func(pos token.Pos) token.Position {
		if !pos.IsValid() {
			return token.Position{}
		}
		p := pkg.Fset.Position(pos)
		p.Filename = relPath(p.Filename)
		p.Offset = 0 // differs between source and cgo output, and nobody prints it
		return p
	}
	f := Finding{
		Rule:     an.Name,
		Category: d.Category,
		Pos:      position(d.Pos),
		Message:  d.Message,
		Package:  pkg.PkgPath,
		Func:     EnclosingFunc(pkg, d.Pos),
		Fixes:    describeFixes(pkg, d.SuggestedFixes, relPath),
	}
	for _, r := range d.Related {
		f.Related = append(f.Related, Related{Pos: position(r.Pos), Message: r.Message})
	}
	return f
}
