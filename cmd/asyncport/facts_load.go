package main

import (
	"context"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/checker"
)

// yieldFacts returns what is known of the functions of the main module's
// packages that match the patterns, sorted by import path.
func (g *globals) yieldFacts(ctx context.Context, tests bool, patterns []string) ([]packageFact, error) {
	mod, err := g.load(ctx, tests, patterns)
	if err != nil {
		return nil, err
	}
	res, err := checker.Run(mod, []*analysis.Analyzer{yieldpoint.Analyzer})
	if err != nil {
		return nil, err
	}
	var pkgs []packageFact
	for _, p := range mod.Packages {
		fact := new(yieldpoint.Fact)
		if res.Fact(p.PkgPath, fact) {
			pkgs = append(pkgs, packageFact{path: p.PkgPath, name: p.Name, fact: fact})
		}
	}
	return pkgs, nil
}
