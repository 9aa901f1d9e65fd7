package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/internal/config"
)

func newConfig(g *globals, check func(*globals) error) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Check the settings of the module, or print their schema",
		Args:  knownCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "check",
		Short: "Say whether asyncport.yaml is sound, and what it asks for",
		Long: "config check reads asyncport.yaml beside go.mod, and the files that it names, as the other\n" +
			"commands do. It exits with 2 when something is wrong.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return check(g) },
	}, &cobra.Command{
		Use:     "schema",
		Short:   "Print the JSON Schema of asyncport.yaml, for editors",
		Example: "  asyncport config schema > asyncport.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			data, err := config.Schema(ruleNames())
			if err != nil {
				return err
			}
			_, err = g.stdout.Write(data)
			return err
		},
	})
	return cmd
}

func runConfigCheck(g *globals) error {
	known := ruleNames()
	c, err := config.Load(g.dir, known)
	if err != nil {
		return err
	}
	if c.File == "" {
		g.note("no %s; the defaults apply", config.Name)
		return nil
	}
	tables, err := readCatalogs(c)
	if err != nil {
		return err
	}
	w := g.stdout
	fmt.Fprintf(w, "rules: %s\n", strings.Join(c.Rules(known), ", "))
	for i, t := range tables {
		fmt.Fprintf(w, "catalog: %s, %s\n", c.Catalog[i], count(len(t.Entries()), "line"))
	}
	if c.Interfaces != "" {
		fmt.Fprintf(w, "interfaces: %s\n", c.Interfaces)
	}
	if c.Locks != "" {
		fmt.Fprintf(w, "locks: %s\n", c.Locks)
	}
	if c.Baseline != "" {
		if err := g.checkBaseline(c); err != nil {
			return err
		}
	}
	if c.Tests != nil {
		fmt.Fprintf(w, "tests: %v\n", *c.Tests)
	}
	for _, pattern := range c.Exclude {
		fmt.Fprintf(w, "exclude: %s\n", pattern)
	}
	for _, p := range c.Explicit {
		fmt.Fprintf(w, "explicit: %s\n", p)
	}
	for _, b := range c.Builds {
		fmt.Fprintf(w, "build: %s\n", b)
	}
	g.note("%s is sound", config.Name)
	return nil
}
