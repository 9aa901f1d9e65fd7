package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/internal/checker"
)

type checkOptions struct {
	analysisOptions
	baseline string
	fix      bool
	diff     bool
}

func newCheck(g *globals, run func(context.Context, *checkOptions) error) *cobra.Command {
	opts := &checkOptions{analysisOptions: analysisOptions{globals: g}}
	cmd := &cobra.Command{
		Use:   "check [packages]",
		Short: "Report hidden yield points, unprotected state, held locks and stuck goroutines",
		Long: "check prints findings as go vet does, file:line:col: message (rule), with the hops that\n" +
			"prove each of them below. It exits with 1 when there are findings.\n\n" +
			"Some findings have a fix: an edit that mends them and changes nothing else, which the page\n" +
			"of the rule describes. --fix applies all that go together, once the result compiles, and\n" +
			"reports the other findings. Files are replaced all or none.\n\nRules, which asyncport help RULE describes:\n\n" + ruleList(analyzerRules()),
		Example: "  asyncport check ./...\n  asyncport check --rule lockheld,sharedstate ./internal/...\n  asyncport check --fix ./...",
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.patterns = args
			opts.configure(cmd)
			opts.baseline = opts.baselineOf(cmd, opts.baseline)
			return run(cmd.Context(), opts)
		},
	}
	opts.flags(cmd)
	cmd.Flags().BoolVar(&opts.fix, "fix", false, "apply the fixes that findings have, and report the others")
	cmd.Flags().BoolVar(&opts.diff, "diff", false, "print what --fix would change as a unified diff, instead of findings, and write nothing")
	cmd.Flags().StringVar(&opts.baseline, "baseline", "", "do not report the findings that this `file` knows; empty for none")
	return cmd
}

func runCheck(ctx context.Context, opts *checkOptions) error {
	f, err := opts.look(ctx)
	if err != nil {
		return err
	}
	if opts.diff {
		return opts.showFixes(ctx, f)
	}
	if opts.fix {
		if f, err = opts.mend(ctx, f); err != nil {
			return err
		}
	}
	printFindings(opts.stdout, newPaths(f.dir, opts.dir), f.findings)
	if n := len(f.suppressed); n > 0 {
		opts.note("%s ignored by comments", count(n, "finding"))
	}
	if n := len(f.notSeen); n > 0 {
		opts.note("%s not analysed, or not fully; asyncport report lists them", count(n, "file"))
		for _, u := range f.notSeen {
			if opts.verbose {
				opts.note("%s: %s", u.File, u.Why)
			}
		}
	}
	opts.noteUnseen(f.unseen)
	if len(f.findings) == 0 {
		opts.note("no findings in %s", count(len(f.packages), "package"))
		return nil
	}
	opts.note("%s in %s: %s", count(len(f.findings), "finding"), count(len(f.packages), "package"), byRule(f.findings))
	if !opts.fix {
		opts.noteFixes(f)
	}
	return errFindings
}

// look returns what is to be reported.
func (opts *checkOptions) look(ctx context.Context) (*found, error) {
	f, err := opts.find(ctx)
	if err != nil {
		return nil, err
	}
	if err := opts.checkExplicit(f); err != nil {
		return nil, err
	}
	return f, opts.withoutKnown(f, opts.baseline)
}

// noteUnseen says which functions an analyzer left out: with -v each, else how many.
func (opts *checkOptions) noteUnseen(list []checker.Unseen) {
	if len(list) == 0 {
		return
	}
	if !opts.verbose {
		n := make(map[string]int)
		for _, u := range list {
			n[u.Rule]++
		}
		opts.note("%s could be looked at in part only (%s): a mistake there may be missed, and nothing has to be done; -v says which and why",
			count(len(list), "function"), counts(n))
		return
	}
	for _, u := range list {
		opts.note("%s: %s: %s %s", u.Rule, u.Package, strings.TrimPrefix(u.Func, u.Package+"."), u.Why)
	}
}

// byRule counts findings: "2 lockheld, 1 sharedstate".
func byRule(findings []checker.Finding) string {
	n := make(map[string]int)
	for _, f := range findings {
		n[f.Rule]++
	}
	return counts(n)
}
