package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/rewrite"
)

type portOptions struct {
	*globals
	rewriteFlags
	write       bool
	diff        bool
	commit      bool
	json        bool
	interactive bool
	test        bool
	testTimeout time.Duration
	stdin       io.Reader
	allowDirty  bool
	diffRuntime bool
	policy      string
	patterns    []string
}

// rewriteFlags are the options of all commands that run the rewriter.
type rewriteFlags struct {
	rules []string
	only  []string
	level string
	api   string

	runtime, runtimeVersion, runtimeReplace string
}

func (f *rewriteFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&f.rules, "rule", nil, "only these rewrite `rules`, separated by commas")
	cmd.Flags().StringSliceVar(&f.only, "only", nil, "of the packages named, port only those that match these `patterns`, separated by commas")
	cmd.Flags().StringVar(&f.level, "level", "mark", "`level`: lift turns goroutine plumbing into groups and futures, mark also marks yield points")
	cmd.Flags().StringVar(&f.runtime, "runtime", "", "`how` the module gets the runtime: embed a copy, or require its module (default: as it does already, or embed)")
	cmd.Flags().StringVar(&f.runtimeVersion, "runtime-version", "", "`version` of the runtime's module to require (default latest)")
	cmd.Flags().StringVar(&f.runtimeReplace, "runtime-replace", "", "`directory` that stands in for the runtime's module")
	cmd.Flags().StringVar(&f.api, "api", "keep", "`what` exported functions do: keep their signature, as facades, or break it, callers included")
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
	if err := checkRequested(f.rules); err != nil {
		return rewrite.Options{}, err
	}
	if err := oneOf("--level", f.level, "mark", "lift"); err != nil {
		return rewrite.Options{}, err
	}
	if err := oneOf("--api", f.api, "keep", "break"); err != nil {
		return rewrite.Options{}, err
	}
	if f.runtime != "" {
		if err := oneOf("--runtime", f.runtime, "embed", "module"); err != nil {
			return rewrite.Options{}, err
		}
	}
	if err := f.checkRuntime(); err != nil {
		return rewrite.Options{}, err
	}
	replace := f.runtimeReplace
	if replace != "" && g.dir != "" {
		replace = g.in(replace)
	}
	return rewrite.Options{
		Dir:      g.dir,
		Patterns: patterns,
		Only:     f.only,
		Tags:     g.tags,
		Rules:    f.rules,
		Level:    f.level,
		API:      f.api,

		Runtime: f.runtime, RuntimeVersion: f.runtimeVersion, RuntimeReplace: replace,
	}, nil
}

// checkRequested refuses rules that are applied on request beside others: they look
// at what the others have left.
func checkRequested(names []string) error {
	for _, name := range names {
		if rewrite.IsRequested(name) && len(names) > 1 {
			return fmt.Errorf("--rule=%s goes alone: port first, then ask for it", name)
		}
	}
	return nil
}

// checkRuntime refuses what only makes sense with --runtime=module.
func (f *rewriteFlags) checkRuntime() error {
	switch {
	case f.runtimeVersion != "" && f.runtimeReplace != "":
		return errors.New("--runtime-version and --runtime-replace exclude each other; give one of them")
	case (f.runtimeVersion != "" || f.runtimeReplace != "") && f.runtime != "module":
		return errors.New("--runtime-version and --runtime-replace are for --runtime=module")
	}
	return nil
}

func newPort(g *globals, run func(context.Context, *portOptions) error) *cobra.Command {
	opts := &portOptions{globals: g}
	cmd := &cobra.Command{
		Use:   "port [packages]",
		Short: "Rewrite to the explicit runtime; a dry run unless -w is given",
		Long: "port rewrites what it can prove safe and type-checks the result in memory. Without -w or\n" +
			"--commit it prints the changes as a unified diff for git apply or patch -p1 and writes nothing.\n\n" +
			"Packages that are not named, or that --only leaves out, are looked at and left as they are:\n" +
			"what they call keeps its signature.\n\n" +
			"With --api=break what is exported changes, and its callers in the module. What other modules\n" +
			"of the go.work use stays. Modules beside it that take this one from its directory by a replace\n" +
			"line are not looked at; port names their go.mod files.",
		Example: "  asyncport port ./... | less\n  asyncport port -w ./...\n  asyncport port --commit --only ./internal/store ./...",
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.patterns, opts.stdin = args, cmd.InOrStdin()
			if err := opts.check(); err != nil {
				return err
			}
			return run(cmd.Context(), opts)
		},
	}
	opts.register(cmd)
	flags := cmd.Flags()
	flags.BoolVarP(&opts.write, "write", "w", false, "write the result once it is verified")
	flags.BoolVar(&opts.commit, "commit", false, "write it in steps that each compile, and commit each to git: one per rule and package")
	flags.BoolVar(&opts.diff, "diff", false, "print the changes and write nothing: the default without -w or --commit")
	flags.BoolVar(&opts.json, "json", false, "print the result as JSON; with --diff each file has its diff")
	flags.StringVar(&opts.policy, "policy", "goroutines", "`policy` of the commands that use the runtime: goroutines adds nothing, serial adds a line to main that lets one task run at a time")
	flags.BoolVarP(&opts.interactive, "interactive", "i", false, "show one change after the other and ask: yes, no, all, quit, why")
	flags.BoolVar(&opts.test, "test", false, "run the tests of changed packages before and after, in memory; take back what makes them fail")
	flags.DurationVar(&opts.testTimeout, "test-timeout", 0, "`limit` for the tests of one package, as go test -timeout (default 10m)")
	flags.BoolVar(&opts.allowDirty, "allow-dirty", false, "write into a work tree with uncommitted changes")
	flags.BoolVar(&opts.diffRuntime, "diff-runtime", false, "show the files of the runtime in the diff, too")
	return cmd
}

// check refuses flags that contradict each other.
func (opts *portOptions) check() error {
	switch {
	case opts.diff && opts.write:
		return errors.New("--diff writes nothing and -w writes; give one of them")
	case opts.diff && opts.commit:
		return errors.New("--diff writes nothing and --commit writes; give one of them")
	case opts.commit && opts.allowDirty:
		return errors.New("--commit needs a clean work tree, so that --allow-dirty does not apply; commit or stash the changes first")
	case opts.testTimeout < 0 || opts.testTimeout > 0 && !opts.test:
		return errors.New("--test-timeout is a positive limit for --test")
	}
	if err := oneOf("--policy", opts.policy, "goroutines", "serial"); err != nil {
		return err
	}
	for _, name := range opts.rules {
		if rewrite.IsRequested(name) && opts.policy != "serial" {
			return fmt.Errorf("--rule=%s is for code that runs one task at a time; give --policy=serial with it", name)
		}
	}
	return nil
}

func runPort(ctx context.Context, opts *portOptions) error {
	ro, err := opts.options(opts.globals, opts.patterns)
	if err != nil {
		return err
	}
	ro.Write, ro.AllowDirty, ro.Commit = opts.write, opts.allowDirty, opts.commit
	ro.Policy = opts.policy
	ro.Test, ro.TestTimeout = opts.test, opts.testTimeout
	if opts.interactive {
		ro.Ask = newAsker(opts.stdin, opts.stderr).ask
	}
	res, err := rewrite.Run(ctx, ro)
	if err != nil {
		return err
	}
	written := opts.write || opts.commit
	switch {
	case opts.json:
		err = writePortJSON(opts.stdout, res, written, opts.diff, opts.diffRuntime)
	case !written:
		err = writeDiff(opts.stdout, res.Files, opts.diffRuntime)
	}
	if err != nil {
		return err
	}
	for _, c := range res.Commits {
		opts.note("commit: %s", c.Subject)
	}
	opts.summarize(res, written)
	opts.summarizeAPI(res)
	opts.summarizeTests(res.Tests)
	return nil
}
