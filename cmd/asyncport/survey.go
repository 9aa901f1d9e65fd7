package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/config"
	"github.com/asyncport/asyncport/report"
	"github.com/asyncport/asyncport/rewrite"
)

// surveyFlags are those of report and plan: of the rewriter, for what a port would
// do, and of check, for what is found.
type surveyFlags struct {
	rewriteFlags
	matrix   matrix
	baseline string // a file; empty for none
}

func (f *surveyFlags) register(cmd *cobra.Command) {
	f.rewriteFlags.register(cmd)
	f.matrix.flags(cmd.Flags())
	cmd.Flags().StringVar(&f.baseline, "baseline", "", "count the findings that this `file` knows as accepted; empty for none")
}

// settle lets the configuration name the baseline that no flag names.
func (f *surveyFlags) settle(g *globals, cmd *cobra.Command) {
	f.baseline = g.baselineOf(cmd, f.baseline)
}

// analysis returns the options for the analysis of one tree, as check has them.
func (f *surveyFlags) analysis(g *globals, dir string, patterns []string) *analysisOptions {
	in := *g
	in.dir = dir
	a := &analysisOptions{globals: &in, rules: g.config.Rules(ruleNames()), tests: true, patterns: patterns, matrix: f.matrix}
	if g.config.Tests != nil {
		a.tests = *g.config.Tests
	}
	return a
}

// survey plans the port in memory and reports on it, with the findings that check
// would know of.
func (f *surveyFlags) survey(ctx context.Context, g *globals, patterns []string) (*report.Report, error) {
	ro, err := f.options(g, patterns)
	if err != nil {
		return nil, err
	}
	a := f.analysis(g, g.dir, patterns)
	here := f.matrix.here()
	lo := a.loadOptions(here)
	ro.Tags, ro.Env, ro.Serial = lo.Tags, lo.Env, true
	res, err := rewrite.Run(ctx, ro)
	if err != nil {
		return nil, err
	}
	var options []report.Option
	found := a.foundBy(res)
	if builds := f.matrix.builds(g.config.Builds); a.differs(builds, here) {
		if found, err = a.find(ctx); err != nil {
			return nil, err
		}
		options = append(options, report.Builds(names(builds), name(here), join(res, found)))
	}
	if err := a.withoutKnown(found, f.baseline); err != nil {
		return nil, err
	}
	res.Findings, res.Suppressed, res.NotSeen = found.findings, found.suppressed, found.notSeen
	if f.baseline != "" {
		options = append(options, report.Accepted(within(found.dir, f.baseline), found.accepted))
	}
	return report.New(res, reasonText(), options...), nil
}

// foundBy returns what a run of the rewriter found, as far as the configuration wants
// to see it.
func (opts *analysisOptions) foundBy(res *rewrite.Result) *found {
	f := &found{path: res.Module, dir: opts.moduleDir(), packages: slices.Clone(res.Packages),
		findings: res.Findings, suppressed: res.Suppressed, notSeen: res.NotSeen}
	unwanted := func(f checker.Finding) bool { return !slices.Contains(opts.rules, f.Rule) }
	f.findings = slices.DeleteFunc(f.findings, unwanted)
	f.suppressed = slices.DeleteFunc(f.suppressed, func(s checker.Suppressed) bool { return unwanted(s.Finding) })
	f.withoutRuntime()
	f.exclude(opts.config.Exclude)
	f.findings = once(f.findings)
	return f
}

// differs reports whether the analyzers are to see something else than the
// rewriter, which looks at one build configuration and at the tests.
func (opts *analysisOptions) differs(builds []config.Build, here config.Build) bool {
	if len(builds) == 0 {
		builds = []config.Build{{}}
	}
	return !opts.tests || len(builds) > 1 || builds[0].String() != here.String()
}

func names(builds []config.Build) []string {
	var list []string
	for _, b := range builds {
		list = append(list, b.String())
	}
	return list
}

// name is a configuration's, "" for that of the go command.
func name(b config.Build) string {
	if b.String() == (config.Build{}).String() {
		return ""
	}
	return b.String()
}

// within returns the name of a file relative to a directory, if it is in there.
func within(dir, name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return filepath.Base(name)
	}
	rel, err := filepath.Rel(dir, abs)
	if err != nil || strings.HasPrefix(rel, "..") {
		return filepath.Base(name)
	}
	return filepath.ToSlash(rel)
}
