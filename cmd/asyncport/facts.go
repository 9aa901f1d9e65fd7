package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

type factsOptions struct {
	*globals
	json     bool
	tests    bool
	patterns []string
}

func newFacts(g *globals, run func(context.Context, *factsOptions) error) *cobra.Command {
	opts := &factsOptions{globals: g}
	cmd := &cobra.Command{
		Use:   "facts [packages]",
		Short: "List the functions that may yield, by the names that stack traces use",
		Long: "facts prints one line per function of the main module that may yield: its name as a stack\n" +
			"trace has it, the kinds it is certain to reach by static calls, most telling first, and in\n" +
			"brackets those that it may reach through an interface or function value. With --json each\n" +
			"line is an object: func, package, kinds (all of them), hard (the certain ones), spawns if the\n" +
			"function starts goroutines.\n\n" +
			"Names are those of code that is not inlined: go build -gcflags=all=-l.",
		Example: "  asyncport facts ./...\n  asyncport facts --json ./internal/store",
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.patterns = args
			return run(cmd.Context(), opts)
		},
	}
	cmd.Flags().BoolVar(&opts.json, "json", false, "print an object per line")
	cmd.Flags().BoolVar(&opts.tests, "tests", true, "look at test files, too")
	interfacesFlag(cmd)
	return cmd
}

func runFacts(ctx context.Context, opts *factsOptions) error {
	pkgs, err := opts.yieldFacts(ctx, opts.tests, opts.patterns)
	if err != nil {
		return err
	}
	rows := factRows(pkgs)
	if opts.json {
		return printRows(opts.stdout, rows)
	}
	printTable(opts.stdout, rows)
	opts.note("%s of %s may yield", count(len(rows), "function"), count(len(pkgs), "package"))
	return nil
}

// packageFact is what is known of the functions of one package of the main
// module.
type packageFact struct {
	path string // import path
	name string // in the package clause
	fact *yieldpoint.Fact
}

// factRow is one function that may yield; its JSON form is the interface of
// "facts --json".
type factRow struct {
	// Func is the function's name in stack traces, Package its import path.
	Func    string `json:"func"`
	Package string `json:"package"`
	// Kinds are all kinds that it may wait in, Hard those that static calls lead to;
	// most telling first.
	Kinds []string `json:"kinds"`
	Hard  []string `json:"hard"`
	// Spawns is true when it starts goroutines.
	Spawns bool `json:"spawns,omitempty"`
}

// factRows returns the rows of all packages, sorted by function and package.
func factRows(pkgs []packageFact) []factRow {
	var rows []factRow
	for _, p := range pkgs {
		for _, f := range p.fact.Summaries() {
			if all := f.Summary.Possible(); all != 0 {
				rows = append(rows, factRow{
					Func:    yieldpoint.TraceName(f.Name, p.path, p.name),
					Package: p.path,
					Kinds:   kindNames(all),
					Hard:    kindNames(f.Summary.Kinds(true)),
					Spawns:  f.Summary.Spawns,
				})
			}
		}
	}
	slices.SortFunc(rows, func(a, b factRow) int {
		return cmp.Or(cmp.Compare(a.Func, b.Func), cmp.Compare(a.Package, b.Package))
	})
	return rows
}

func kindNames(set catalog.Set) []string {
	names := []string{} // never null in JSON
	for _, k := range set.Kinds() {
		names = append(names, k.String())
	}
	return names
}

func printRows(w io.Writer, rows []factRow) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, row := range rows {
		if err := enc.Encode(row); err != nil {
			return err
		}
	}
	return nil
}

// printTable prints "FUNC KINDS [POSSIBLE KINDS]" in columns.
func printTable(w io.Writer, rows []factRow) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintf(tw, "%s\t%s\n", row.Func, certainAndPossible(row))
	}
	tw.Flush() // its error is that of w, which execute looks at
}

func certainAndPossible(row factRow) string {
	certain := strings.Join(row.Hard, ",")
	possible := slices.DeleteFunc(slices.Clone(row.Kinds), func(k string) bool { return slices.Contains(row.Hard, k) })
	switch {
	case len(possible) == 0:
		return certain
	case certain == "":
		return "[" + strings.Join(possible, ",") + "]"
	}
	return certain + " [" + strings.Join(possible, ",") + "]"
}
