package scoreboard

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/checker"
)

// Each function that the runtime's test sees stuck may yield, and in what it is
// stuck in.
func TestScoreYieldsOfLeaks(t *testing.T) {
	labels, goroot := leakLabels(t)
	var board, hard Board
	for _, set := range []string{leakSet, gokerSet} {
		funcs := yieldsOfLeaks(t, goroot, set)
		for _, l := range labels {
			if l.Set != set {
				continue
			}
			known, certain, detail := yieldAt(t, funcs, l)
			board.Add(l.Name(), known, detail)
			hard.Add(l.Name(), certain, detail)
		}
	}
	t.Logf("yieldpoint knows the kind that a function gets stuck in: %s", &board)
	t.Logf("by static calls only: %s", &hard)
	if hits, all := board.Hits(); hits < all {
		t.Errorf("%d of %d, want all", hits, all)
	}
}

// yieldsOfLeaks returns what is known of the functions of a set's programs.
func yieldsOfLeaks(t *testing.T, goroot, set string) []yieldpoint.NamedSummary {
	t.Helper()
	mod, err := LoadLeakPrograms(t.Context(), goroot, set, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	res, err := checker.Run(mod, []*analysis.Analyzer{yieldpoint.Analyzer})
	if err != nil {
		t.Fatal(err)
	}
	var fact yieldpoint.Fact
	if !res.Fact(mod.Path, &fact) {
		t.Fatalf("no fact of %s", mod.Path)
	}
	return fact.Summaries()
}

// yieldAt looks for the labelled function and its kind, and for the kind as a
// hard reason.
func yieldAt(t *testing.T, funcs []yieldpoint.NamedSummary, l LeakLabel) (known, certain bool, detail string) {
	t.Helper()
	kind, err := l.Kind()
	if err != nil {
		t.Fatal(err)
	}
	detail = "no such function yields"
	for _, f := range funcs {
		if _, name, _ := strings.Cut(f.Name, "."); !l.Matches(name[strings.Index(name, ".")+1:]) {
			continue
		}
		detail = fmt.Sprintf("%s yields in %s", f.Name, f.Summary.Possible())
		known = known || f.Summary.Possible().Has(kind)
		certain = certain || f.Summary.Kinds(true).Has(kind)
	}
	return known, certain, detail
}
