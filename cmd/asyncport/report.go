package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/internal/nearest"
	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/rewrite"
)

type reportOptions struct {
	*globals
	surveyFlags
	historyFlags
	baseFlags
	formats  []string
	out      string
	patterns []string
}

func newReport(g *globals, run func(context.Context, *reportOptions) error) *cobra.Command {
	opts := &reportOptions{globals: g}
	cmd := &cobra.Command{
		Use:   "report [packages]",
		Short: "Report per package what there is, what can be ported and what cannot, and why",
		Long: "report plans the port in memory, writes nothing into the module, and prints the report.\n" +
			"With -o it writes into a directory: for md an index, README.md, and one file per package, so\n" +
			"that work on two packages does not meet in one file; for the others report.html, report.json\n" +
			"and report.sarif.\n\n" +
			"--history shows how the counts went down; with --revision this run is added to the file.\n\n" +
			"With --base it ports nothing and compares the findings with those of another revision, by what\n" +
			"they are and not by their lines: introduced, fixed, carried, newly suppressed, newly in the\n" +
			"baseline. The Markdown then is the body of a comment on a pull request; with -o the files are\n" +
			"comparison.md and so on.",
		Example: "  asyncport report ./... > REPORT.md\n  asyncport report --format md,html -o docs/port ./...\n" +
			"  asyncport report --format sarif ./... > asyncport.sarif\n  asyncport report --base origin/main... --fail-on introduced ./...",
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.patterns = args
			opts.settle(opts.globals, cmd)
			if err := opts.baseFlags.check(cmd); err != nil {
				return err
			}
			return run(cmd.Context(), opts)
		},
	}
	opts.surveyFlags.register(cmd)
	opts.historyFlags.register(cmd)
	opts.baseFlags.register(cmd)
	cmd.Flags().StringSliceVar(&opts.formats, "format", []string{"md"}, "`formats`, separated by commas: "+strings.Join(report.Formats(), ", "))
	cmd.Flags().StringVarP(&opts.out, "output", "o", "", "write into this `directory`")
	return cmd
}

func runReport(ctx context.Context, opts *reportOptions) error {
	if err := opts.checkFormats(); err != nil {
		return err
	}
	if opts.base != "" {
		return opts.compare(ctx)
	}
	if err := opts.read(opts.globals); err != nil {
		return err
	}
	rep, err := opts.survey(ctx, opts.globals, opts.patterns)
	if err != nil {
		return err
	}
	opts.show(rep)
	if err := opts.print(rep); err != nil {
		return err
	}
	return opts.add(opts.globals, rep)
}

// print writes the formats to the standard output or into the directory.
func (opts *reportOptions) print(rep *report.Report) error {
	if opts.out == "" {
		return rep.Write(opts.stdout, opts.formats[0])
	}
	for _, format := range opts.formats {
		if err := opts.write(rep, format); err != nil {
			return err
		}
	}
	opts.note("report on %s written to %s", count(len(rep.Packages), "package"), opts.out)
	return nil
}

// checkFormats looks at the formats before anything takes time.
func (opts *reportOptions) checkFormats() error {
	for _, f := range opts.formats {
		if !slices.Contains(report.Formats(), f) {
			return fmt.Errorf("unknown format %q%s (formats: %s)", f, nearest.Hint(f, report.Formats()), strings.Join(report.Formats(), ", "))
		}
	}
	switch {
	case len(opts.formats) == 0:
		return errors.New("--format names no format; it takes some of " + strings.Join(report.Formats(), ", "))
	case len(opts.formats) > 1 && opts.out == "":
		return errors.New("several formats need a directory; name one with -o")
	}
	return nil
}

// write puts one format into the directory.
func (opts *reportOptions) write(rep *report.Report, format string) error {
	dir := opts.in(opts.out)
	if format == "md" {
		return rep.WriteTree(dir)
	}
	var data bytes.Buffer
	if err := rep.Write(&data, format); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	if err := replaceFile(filepath.Join(dir, "report."+format), data.Bytes()); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
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
