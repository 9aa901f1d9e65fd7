package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/analyzers/suppress"
	"github.com/asyncport/asyncport/internal/config"
	"github.com/asyncport/asyncport/internal/load"
)

// globals are the options of every command, and where it prints.
type globals struct {
	dir    string
	tags   string
	stdout io.Writer
	stderr io.Writer
	config *config.Config // see configure
	// catalogs is what the analyzers' answers depend on beside their flags: the
	// entries that are not built in. It belongs into the key of cached results.
	catalogs []byte
	tables   []namedTable // those entries
}

// note prints one line about the run, apart from its result.
func (g *globals) note(format string, args ...any) {
	fmt.Fprintf(g.stderr, "asyncport: "+format+"\n", args...)
}

// in returns name as meant in the directory of -C.
func (g *globals) in(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(g.dir, name)
}

func (g *globals) load(ctx context.Context, tests bool, patterns []string) (*load.Module, error) {
	return load.Load(ctx, load.Options{Dir: g.dir, Tags: g.tags, Tests: tests}, patterns...)
}

// execute runs the command line and returns the exit code.
func execute(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	suppress.Keep()
	out := &output{w: stdout}
	g := &globals{stdout: out, stderr: stderr}
	root := newRoot(g)
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err != nil {
		err = hintPackage(err, g)
	}
	if out.err != nil {
		err = out.err // findings that nobody saw are no findings
	}
	return exitCode(err, stderr)
}

func newRoot(g *globals) *cobra.Command {
	root := &cobra.Command{
		Use:   "asyncport",
		Short: "Move Go code from implicit to explicit concurrency",
		Long: "asyncport finds where Go code can block or be interleaved, rewrites it to an explicit\n" +
			"future/await runtime where that can be proved safe, and reports the rest.\n\n" +
			"asyncport help RULE describes an analyzer or a rewrite rule, which asyncport help help lists.\n\n" +
			"Exit codes: 0 success, 1 findings, 2 an error or bad input.",
		Version:       buildVersion(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          knownCommand,
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			if err := checkLists(cmd); err != nil {
				return err
			}
			return g.configure(cmd, args)
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVarP(&g.dir, "dir", "C", "", "work in this `directory`")
	root.PersistentFlags().StringVar(&g.tags, "tags", "", "build `tags`, separated by commas")
	root.Flags().Bool("version", false, "print the version")
	root.SetVersionTemplate("asyncport {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(
		newBaseline(g, runBaseline),
		newCatalog(g, runCatalog),
		newCheck(g, runCheck),
		newConfig(g, runConfigCheck),
		newExplain(g, runExplain),
		newFacts(g, runFacts),
		newPlan(g, runPlan),
		newPort(g, runPort),
		newReport(g, runReport),
		newSurface(g, runSurface),
		newDemo(g, runDemo),
	)
	root.SetHelpCommand(newHelp())
	complete(root, g)
	return root
}
