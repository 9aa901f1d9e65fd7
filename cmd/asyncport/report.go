package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/rewrite"
)

type reportOptions struct {
	*globals
	rewriteFlags
	out      string
	patterns []string
}

func newReport(g *globals, run func(context.Context, *reportOptions) error) *cobra.Command {
	opts := &reportOptions{globals: g}
	cmd := &cobra.Command{
		Use:   "report [packages]",
		Short: "Report per package what there is, what can be ported and what cannot, and why",
		Long: "report plans the port in memory, writes nothing into the module, and prints Markdown.\n" +
			"With -o it writes a directory with an index and one file per package.",
		Example: "  asyncport report ./... > REPORT.md\n  asyncport report -o docs/port ./...",
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.patterns = args
			return run(cmd.Context(), opts)
		},
	}
	opts.register(cmd)
	cmd.Flags().StringVarP(&opts.out, "output", "o", "", "write an index and one file per package into this `directory`")
	return cmd
}

func runReport(ctx context.Context, opts *reportOptions) error {
	ro, err := opts.options(opts.globals, opts.patterns)
	if err != nil {
		return err
	}
	res, err := rewrite.Run(ctx, ro)
	if err != nil {
		return err
	}
	rep := report.New(res, reasonText())
	if opts.out == "" {
		return rep.Markdown(opts.stdout)
	}
	if err := rep.WriteTree(opts.in(opts.out)); err != nil {
		return err
	}
	opts.note("report on %s written to %s", count(len(rep.Packages), "package"), opts.out)
	return nil
}

// reasonText returns the text of a reason code: the rule's own, or else the
// engine's, which are the same for every rule.
func reasonText() func(rule, code string) string {
	texts := make(map[[2]string]string)
	for _, reason := range rewrite.Reasons() {
		texts[[2]string{"", reason.Code}] = reason.String()
	}
	for _, r := range rewrite.Rules() {
		for _, reason := range r.Reasons {
			texts[[2]string{r.Name, reason.Code}] = reason.String()
		}
	}
	for _, reason := range rewrite.Reasons() {
		texts[[2]string{"", reason.Code}] = reason.String()
	}
	return func(rule, code string) string {
		if text := texts[[2]string{rule, code}]; text != "" {
			return text
		}
		return texts[[2]string{"", code}]
	}
}
