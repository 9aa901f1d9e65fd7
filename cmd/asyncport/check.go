package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/nearest"
)

type checkOptions struct {
	*globals
	rules    []string
	tests    bool
	patterns []string
}

func newCheck(g *globals, run func(context.Context, *checkOptions) error) *cobra.Command {
	opts := &checkOptions{globals: g}
	cmd := &cobra.Command{
		Use:   "check [packages]",
		Short: "Report hidden yield points, unprotected state, held locks and stuck goroutines",
		Long: "check prints findings as go vet does, file:line:col: message (rule), with the hops that\n" +
			"prove each of them below. It exits with 1 when there are findings.\n\nRules:\n" + ruleList(),
		Example: "  asyncport check ./...\n  asyncport check --rule lockheld,sharedstate ./internal/...",
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.patterns = args
			return run(cmd.Context(), opts)
		},
	}
	cmd.Flags().StringSliceVar(&opts.rules, "rule", nil, "only these `rules`, separated by commas")
	cmd.Flags().BoolVar(&opts.tests, "tests", true, "look at test files, too")
	interfacesFlag(cmd)
	return cmd
}

func runCheck(ctx context.Context, opts *checkOptions) error {
	as, err := selectAnalyzers(opts.rules)
	if err != nil {
		return err
	}
	mod, err := opts.load(ctx, opts.tests, opts.patterns)
	if err != nil {
		return err
	}
	res, err := checker.Run(mod, as)
	if err != nil {
		return err
	}
	printFindings(opts.stdout, newPaths(mod.Dir, opts.dir), res.Findings)
	if n := len(res.Suppressed); n > 0 {
		opts.note("%s ignored by comments", count(n, "finding"))
	}
	if n := len(mod.NotSeen); n > 0 {
		opts.note("%s not analysed, or not fully; asyncport report lists them", count(n, "file"))
	}
	if len(res.Findings) == 0 {
		opts.note("no findings in %s", count(len(mod.Packages), "package"))
		return nil
	}
	opts.note("%s in %s: %s", count(len(res.Findings), "finding"), count(len(mod.Packages), "package"), byRule(res.Findings))
	return errFindings
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

// ruleList returns the analyzers with the first line of their documentation.
func ruleList() string {
	var b strings.Builder
	for _, a := range analyzers.Suite() {
		title, _, _ := strings.Cut(a.Doc, "\n")
		title = strings.TrimPrefix(title, a.Name+": ")
		fmt.Fprintf(&b, "  %-14s %s\n", a.Name, title)
	}
	return b.String()
}

// byRule counts findings: "2 lockheld, 1 sharedstate".
func byRule(findings []checker.Finding) string {
	n := make(map[string]int)
	for _, f := range findings {
		n[f.Rule]++
	}
	return counts(n)
}
