package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/config"
)

// configured are the commands that go by asyncport.yaml.
var configured = []string{"baseline", "check", "explain", "facts", "port", "report"}

// configure reads asyncport.yaml before a command that goes by it, and lets
// what it says of interfaces and of the catalog take effect. The rest stays in
// g.config. Flags are applied later, and win.
func (g *globals) configure(cmd *cobra.Command, _ []string) error {
	if !slices.Contains(configured, cmd.Name()) || cmd.Parent() != cmd.Root() {
		return nil
	}
	var err error
	if g.config, err = config.Load(g.dir, ruleNames()); err != nil {
		return err
	}
	if policy := g.config.Interfaces; policy != "" {
		if err := yieldpoint.Analyzer.Flags.Set("interfaces", policy); err != nil {
			return fmt.Errorf("%s: interfaces: %w", config.Name, err)
		}
	}
	tables, err := readCatalogs(g.config)
	for _, t := range tables {
		catalog.Extend(t)
	}
	return err
}

// readCatalogs reads the catalog files that the configuration names.
func readCatalogs(c *config.Config) ([]*catalog.Table, error) {
	var tables []*catalog.Table
	for _, name := range c.Catalog {
		data, err := os.ReadFile(c.Path(name))
		if err != nil {
			return nil, fmt.Errorf("%s: catalog: %w", config.Name, err)
		}
		t, err := catalog.Parse(name, string(data))
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// ruleNames returns the names of the analyzers, sorted.
func ruleNames() []string {
	var names []string
	for _, a := range analyzers.Suite() {
		names = append(names, a.Name)
	}
	return names
}

// configure lets the configuration say what the flags of the command line did
// not.
func (opts *analysisOptions) configure(cmd *cobra.Command) {
	c := opts.config
	if !cmd.Flags().Changed("rule") {
		opts.rules = c.Rules(ruleNames())
	}
	if c.Tests != nil && !cmd.Flags().Changed("tests") {
		opts.tests = *c.Tests
	}
}

// flags are those of every command that wants findings.
func (opts *analysisOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&opts.rules, "rule", nil, "only these `rules`, separated by commas")
	cmd.Flags().BoolVar(&opts.tests, "tests", true, "look at test files, too")
	interfacesFlag(cmd)
}
