package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/explicit"
	"github.com/asyncport/asyncport/analyzers/lockheld"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/config"
)

// configured are the commands that go by asyncport.yaml.
var configured = []string{"baseline", "catalog", "check", "explain", "facts", "plan", "port", "report", "surface"}

// configure reads asyncport.yaml before a command that goes by it, and lets
// what it says of interfaces, locks and the catalog take effect. The rest stays in
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
	if err := explicit.Analyzer.Flags.Set("packages", strings.Join(g.config.Explicit, ",")); err != nil {
		return fmt.Errorf("%s: explicit: %w", config.Name, err)
	}
	if err := lockheld.Analyzer.Flags.Set("all", strconv.FormatBool(g.config.Locks == "all")); err != nil {
		return fmt.Errorf("%s: locks: %w", config.Name, err)
	}
	g.readDependencies()
	tables, err := readCatalogs(g.config)
	if err != nil {
		return err
	}
	for i, t := range tables {
		g.extend(g.config.Catalog[i], t)
	}
	return nil
}

// extend lets a table take effect; it goes before those of earlier calls.
func (g *globals) extend(name string, t *catalog.Table) {
	catalog.Extend(t)
	g.tables = append(g.tables, namedTable{name, t})
	g.catalogs = fmt.Appendf(g.catalogs, "%q %+v\n", name, t.Entries())
}

// readDependencies reads the catalogs that dependencies ship. What is wrong with
// one is said and left out: its user cannot mend it.
func (g *globals) readDependencies() {
	if g.config.Dir == "" {
		return
	}
	deps, err := config.Dependencies(g.config.Dir)
	if err != nil {
		return // loading says it better
	}
	var paths []string
	for _, d := range deps {
		paths = append(paths, d.Path)
	}
	for _, d := range deps {
		data, err := os.ReadFile(filepath.Join(d.Dir, config.CatalogName))
		if err != nil {
			continue
		}
		name := strings.TrimSuffix(d.Path+"@"+d.Version, "@") + "/" + config.CatalogName
		t, foreign, err := catalog.ParseModule(name, string(data), d.Path, paths)
		if err != nil {
			g.note("%v; the file is not used", err)
			continue
		}
		if len(foreign) > 0 {
			g.note("%s: %s for other modules not used: %s", name, count(len(foreign), "line"), strings.Join(foreign, ", "))
		}
		g.extend(name, t)
	}
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
	cmd.Flags().BoolVar(&opts.noCache, "no-cache", false, "neither use nor keep results of earlier runs")
	cmd.Flags().BoolVarP(&opts.verbose, "verbose", "v", false, "say what came from the cache and what took how long")
	opts.matrix.flags(cmd.Flags())
	interfacesFlag(cmd)
}
