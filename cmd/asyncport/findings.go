package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/internal/nearest"
)

// analysisOptions choose what to analyse, for the commands that want findings.
type analysisOptions struct {
	*globals
	rules    []string // all when there are none
	tests    bool
	patterns []string
	noCache  bool
	matrix   matrix
	verbose  bool
}

// found is what the analyzers say of a module.
type found struct {
	path, dir  string   // of the module, dir absolute
	packages   []string // the import paths looked at; one may be there twice
	findings   []checker.Finding
	suppressed []checker.Suppressed
	accepted   []checker.Finding // taken out of findings: the baseline knows them
	notSeen    []load.Unseen
	unseen     []checker.Unseen // functions that analyzers left out
}

// find runs the analyzers as the configuration says.
func (opts *analysisOptions) find(ctx context.Context) (*found, error) {
	f, err := opts.findAll(ctx, opts.matrix.builds(opts.config.Builds))
	if err != nil {
		return nil, err
	}
	f.withoutRuntime()
	f.exclude(opts.config.Exclude)
	f.findings = once(f.findings)
	return f, nil
}

// findIn runs the analyzers in one build configuration.
func (opts *analysisOptions) findIn(ctx context.Context, o load.Options) (*found, error) {
	as, err := selectAnalyzers(opts.rules)
	if err != nil {
		return nil, err
	}
	res, err := opts.drive(ctx, o, as, false)
	if err != nil {
		return nil, err
	}
	f := &found{path: res.Path, dir: res.Dir, findings: res.Findings, suppressed: res.Suppressed, notSeen: res.NotSeen, unseen: res.Unseen}
	for _, id := range res.Packages {
		path, _, _ := strings.Cut(id, " ") // "p [p.test]"
		f.packages = append(f.packages, path)
	}
	return f, nil
}

// selectAnalyzers returns the analyzers of those names, all when there are
// none.
func selectAnalyzers(names []string) ([]*analysis.Analyzer, error) {
	suite := analyzers.Suite()
	if len(names) == 0 {
		return suite, nil
	}
	known := make([]string, len(suite))
	for i, a := range suite {
		known[i] = a.Name
	}
	var picked []*analysis.Analyzer
	for _, name := range names {
		i := slices.Index(known, name)
		if i < 0 {
			return nil, unknownRule(name, known)
		}
		if !slices.Contains(picked, suite[i]) {
			picked = append(picked, suite[i])
		}
	}
	return picked, nil
}

func unknownRule(name string, known []string) error {
	return fmt.Errorf("unknown rule %q%s (rules: %s)", name, nearest.Hint(name, known), strings.Join(known, ", "))
}
