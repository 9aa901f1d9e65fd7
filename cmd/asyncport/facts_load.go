package main

import (
	"context"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/load"
)

// yieldFacts returns what is known of the functions of the main module's
// packages that match the patterns, sorted by import path. All analyzers run,
// so that check and facts use each other's results.
func (g *globals) yieldFacts(ctx context.Context, tests bool, patterns []string) ([]packageFact, error) {
	opts := &analysisOptions{globals: g, patterns: patterns}
	res, err := opts.drive(ctx, load.Options{Dir: g.dir, Tags: g.tags, Tests: tests}, analyzers.Suite(), true)
	if err != nil {
		return nil, err
	}
	var pkgs []packageFact
	for _, p := range res.Facts {
		for _, f := range p.Facts {
			if fact, ok := f.(*yieldpoint.Fact); ok {
				pkgs = append(pkgs, packageFact{path: p.Path, name: p.Name, fact: fact})
			}
		}
	}
	return pkgs, nil
}
