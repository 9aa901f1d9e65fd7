package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/internal/baseline"
	"github.com/asyncport/asyncport/internal/config"
)

// baselineOf returns the file that --baseline names, or else the configuration; ""
// for none.
func (g *globals) baselineOf(cmd *cobra.Command, flag string) string {
	switch {
	case !cmd.Flags().Changed("baseline"):
		return g.baselineFile()
	case flag == "":
		return ""
	}
	return g.in(flag)
}

// withoutKnown takes out of f what the baseline of that name knows, if there is one,
// and says so; also what the baseline has that is no more. That is no failure: who
// mends a finding should not have to.
func (opts *analysisOptions) withoutKnown(f *found, name string) error {
	m, err := opts.known(f, name)
	if err != nil {
		return err
	}
	if n := len(m.Known); n > 0 {
		opts.note("%s known to %s", count(n, "finding"), opts.shown(name))
	}
	for _, e := range m.Stale {
		opts.note("stale in %s: %s", opts.shown(name), e)
	}
	if n := len(m.Stale); n > 0 {
		opts.note("%s of %s stale; asyncport baseline -w drops them", count(n, "line"), opts.shown(name))
	}
	return nil
}

// known takes out of f what a baseline knows.
func (opts *analysisOptions) known(f *found, name string) (m baseline.Match, err error) {
	if name == "" {
		return m, nil
	}
	b, err := opts.readBaseline(name)
	if err != nil {
		return m, err
	}
	m = b.Match(f.findings, baseline.Identify(f.findings, f.read), opts.sees(f))
	f.findings, f.accepted = m.New, m.Accepted
	return m, nil
}

func (g *globals) readBaseline(name string) (*baseline.Baseline, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no baseline %s; asyncport baseline -w makes one", g.shown(name))
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the baseline: %w", err)
	}
	return baseline.Parse(g.shown(name), data)
}

// checkBaseline reads the baseline that the configuration names, and says how
// long it is.
func (g *globals) checkBaseline(c *config.Config) error {
	b, err := g.readBaseline(c.Path(c.Baseline))
	if err != nil {
		return err
	}
	fmt.Fprintf(g.stdout, "baseline: %s, %s\n", c.Baseline, count(len(b.Entries()), "finding"))
	return nil
}
