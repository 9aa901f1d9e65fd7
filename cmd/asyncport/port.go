package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/rewrite"
)

type portOptions struct {
	*globals
	rewriteFlags
	write       bool
	allowDirty  bool
	diffRuntime bool
	patterns    []string
}

// rewriteFlags are the options of all commands that run the rewriter.
type rewriteFlags struct {
	rules []string
	level string
}

func (f *rewriteFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&f.rules, "rule", nil, "only these rewrite `rules`, separated by commas")
	cmd.Flags().StringVar(&f.level, "level", "mark", "`level`: lift turns goroutine plumbing into groups and futures, mark also marks yield points")
}

// options returns the rewriter's options, once the flags make sense.
func (f *rewriteFlags) options(g *globals, patterns []string) (rewrite.Options, error) {
	var known []string
	for _, r := range rewrite.Rules() {
		known = append(known, r.Name)
	}
	for _, name := range f.rules {
		if !slices.Contains(known, name) {
			return rewrite.Options{}, unknownRule(name, known)
		}
	}
	if err := oneOf("--level", f.level, "mark", "lift"); err != nil {
		return rewrite.Options{}, err
	}
	return rewrite.Options{
		Dir:      g.dir,
		Patterns: patterns,
		Tags:     g.tags,
		Rules:    f.rules,
		Level:    f.level,
	}, nil
}

func newPort(g *globals, run func(context.Context, *portOptions) error) *cobra.Command {
	opts := &portOptions{globals: g}
	cmd := &cobra.Command{
		Use:   "port [packages]",
		Short: "Rewrite to the explicit runtime; a dry run unless -w is given",
		Long: "port rewrites what it can prove safe and type-checks the result in memory. Without -w it\n" +
			"prints the changes as a unified diff for git apply or patch -p1 and writes nothing.",
		Example: "  asyncport port ./... | less\n  asyncport port -w ./...",
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.patterns = args
			return run(cmd.Context(), opts)
		},
	}
	opts.register(cmd)
	cmd.Flags().BoolVarP(&opts.write, "write", "w", false, "write the result once it is verified")
	cmd.Flags().BoolVar(&opts.allowDirty, "allow-dirty", false, "write into a work tree with uncommitted changes")
	cmd.Flags().BoolVar(&opts.diffRuntime, "diff-runtime", false, "show the files of the runtime in the diff, too")
	return cmd
}

func runPort(ctx context.Context, opts *portOptions) error {
	ro, err := opts.options(opts.globals, opts.patterns)
	if err != nil {
		return err
	}
	ro.Write, ro.AllowDirty = opts.write, opts.allowDirty
	res, err := rewrite.Run(ctx, ro)
	if err != nil {
		return err
	}
	if !opts.write {
		if err := writeDiff(opts.stdout, res.Files, opts.diffRuntime); err != nil {
			return err
		}
	}
	opts.summarize(res, opts.write)
	return nil
}
