package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/internal/pack/sample"
	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/rewrite"
)

type demoOptions struct {
	*globals
	into string
	keep bool
}

func newDemo(g *globals, run func(context.Context, *demoOptions) error) *cobra.Command {
	opts := &demoOptions{globals: g}
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Port a sample application in a temporary directory and run its tests",
		Long: "demo unpacks a telemetry agent that knows nothing of asyncport, checks it, ports it, shows\n" +
			"the changes and the report, and runs the ported application's tests under both policies.\n" +
			"It succeeds only if all of them pass and a second port changes nothing.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return run(cmd.Context(), opts) },
	}
	cmd.Flags().StringVar(&opts.into, "into", "", "unpack into this new or empty `directory` and keep it")
	cmd.Flags().BoolVar(&opts.keep, "keep", false, "keep the temporary directory")
	return cmd
}

func runDemo(ctx context.Context, opts *demoOptions) error {
	dir, cleanup, err := opts.unpack()
	if err != nil {
		return err
	}
	defer cleanup()
	d := &demo{globals: opts.globals, dir: dir}
	for _, step := range []func(context.Context) error{d.check, d.port, d.report, d.test, d.again} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return d.verdict()
}

// unpack puts the sample application where the options say.
func (opts *demoOptions) unpack() (dir string, cleanup func(), err error) {
	if opts.into == "" {
		if dir, err = os.MkdirTemp("", "asyncport-demo-"); err != nil {
			return "", nil, err
		}
		cleanup = func() { os.RemoveAll(dir) }
	} else {
		dir = opts.in(opts.into)
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return "", nil, err
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
			return "", nil, fmt.Errorf("--into=%s: the directory is not empty", opts.into)
		}
	}
	if opts.keep || opts.into != "" {
		cleanup = func() { opts.note("the ported application is in %s", dir) }
	}
	if err := sample.Unpack(dir); err != nil {
		cleanup()
		return "", nil, err
	}
	return dir, cleanup, nil
}

// demo is one run of the demonstration.
type demo struct {
	*globals
	dir     string
	ported  *rewrite.Result
	results []outcome
}

// outcome is one line of the verdict.
type outcome struct {
	what string
	ok   bool
	note string
}

func (d *demo) title(format string, args ...any) {
	fmt.Fprintf(d.stdout, "\n===== "+format+" =====\n\n", args...)
}

func (d *demo) check(ctx context.Context) error {
	d.title("asyncport check ./...")
	mod, err := load.Load(ctx, load.Options{Dir: d.dir, Env: d.env(), Tests: true}, "./...")
	if err != nil {
		return err
	}
	res, err := checker.Run(mod, analyzers.Suite())
	if err != nil {
		return err
	}
	printFindings(d.stdout, newPaths(mod.Dir, d.dir), res.Findings)
	d.add(outcome{what: "check", ok: true, note: count(len(res.Findings), "finding")})
	return nil
}

func (d *demo) rewrite(ctx context.Context) (*rewrite.Result, error) {
	return rewrite.Run(ctx, rewrite.Options{Dir: d.dir, Write: true, AllowDirty: true, Env: d.env()})
}

func (d *demo) port(ctx context.Context) error {
	d.title("asyncport port -w ./...")
	res, err := d.rewrite(ctx)
	if err != nil {
		return err
	}
	d.ported = res
	if err := writeDiff(d.stdout, res.Files, false); err != nil {
		return err
	}
	var removed, added int
	for _, f := range res.Files {
		if !f.Runtime {
			r, a := diffStat(fileDiff(f))
			removed, added = removed+r, added+a
		}
	}
	fmt.Fprintln(d.stdout)
	(&globals{stderr: d.stdout}).summarize(res, true)
	d.add(outcome{what: "port -w", ok: true, note: fmt.Sprintf("%d lines removed, %d added", removed, added)})
	return nil
}

func (d *demo) report(context.Context) error {
	d.title("asyncport report ./...")
	rep := report.New(d.ported, reasonText())
	c := rep.Counts
	d.add(outcome{what: "sites", ok: c.Percent() >= 80,
		note: fmt.Sprintf("%d %% of those that need a rewrite are ported, %d refused with a reason", c.Percent(), c.Refused)})
	return rep.Markdown(d.stdout)
}

// again ports once more: there must be nothing left to do.
func (d *demo) again(ctx context.Context) error {
	res, err := d.rewrite(ctx)
	if err != nil {
		return err
	}
	d.add(outcome{what: "second port -w", ok: len(res.Files) == 0, note: changes(res.Files, true)})
	return nil
}

func (d *demo) add(o outcome) { d.results = append(d.results, o) }

// verdict prints the outcomes and decides the exit code.
func (d *demo) verdict() error {
	d.title("verdict")
	green := true
	for _, o := range d.results {
		word := "ok"
		if !o.ok {
			word, green = "FAIL", false
		}
		fmt.Fprintf(d.stdout, "%-5s %-36s %s\n", word, o.what, o.note)
	}
	if !green {
		fmt.Fprintln(d.stdout, "\nThe demonstration FAILED.")
		return errFindings
	}
	fmt.Fprintln(d.stdout, "\nThe application is ported and all of its tests pass.")
	return nil
}
