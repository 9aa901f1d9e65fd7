package main

import (
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
)

type explainOptions struct {
	*globals
	fn       string
	patterns []string
}

func newExplain(g *globals, run func(context.Context, *explainOptions) error) *cobra.Command {
	opts := &explainOptions{globals: g}
	cmd := &cobra.Command{
		Use:   "explain FUNC [packages]",
		Short: "Show the shortest call chain from a function to each primitive it may block on",
		Long: "explain prints, for each kind of yield point that FUNC can reach, the shortest chain of\n" +
			"calls to the primitive. FUNC is a name as in a stack trace or the end of one that only one\n" +
			"function has: example.com/m/db.(*Store).Put, db.Store.Put, Store.Put.",
		Example: "  asyncport explain Store.Put",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.fn, opts.patterns = args[0], args[1:]
			return run(cmd.Context(), opts)
		},
	}
	interfacesFlag(cmd)
	return cmd
}

func runExplain(ctx context.Context, opts *explainOptions) error {
	mod, err := opts.load(ctx, true, opts.patterns)
	if err != nil {
		return err
	}
	index := indexFuncs(mod)
	res, err := checker.Run(mod, []*analysis.Analyzer{yieldpoint.Analyzer})
	if err != nil {
		return err
	}
	facts := make(map[string]*yieldpoint.Summary)
	for _, pkg := range res.FactPackages() {
		var fact yieldpoint.Fact
		if !res.Fact(pkg, &fact) {
			continue
		}
		for _, f := range fact.Summaries() {
			facts[f.Name] = &f.Summary
			index.addLiteral(f.Name, pkg)
		}
	}
	fn, err := index.resolve(opts.fn)
	if err != nil {
		return err
	}
	e := explainer{w: opts.stdout, mod: mod, index: index, paths: newPaths(mod.Dir, opts.dir), facts: facts}
	e.explain(fn)
	e.behindInterfaces(fn, res)
	return nil
}

// explainer prints what is known of functions.
type explainer struct {
	w     io.Writer
	mod   *load.Module
	index *funcIndex
	paths paths
	facts map[string]*yieldpoint.Summary
}

func (e *explainer) find(name string) *yieldpoint.Summary { return e.facts[name] }

func (e *explainer) explain(fn *function) {
	fmt.Fprintln(e.w, fn.name)
	sum := e.facts[fn.name]
	entry, known := catalog.LookupName(fn.name)
	switch {
	case known:
		// Callers see what the catalog says; the chains below are what the
		// source of a module in the catalog says beside it.
		e.explainEntry(&entry)
	case sum == nil && fn.std:
		fmt.Fprintln(e.w, "  not in the catalog: what it may block on is not known")
	case sum == nil || len(sum.Yields) == 0:
		fmt.Fprintln(e.w, "  reaches no yield point of its own")
	}
	if sum != nil {
		e.explainSummary(fn, sum)
	}
}

func (e *explainer) explainSummary(fn *function, sum *yieldpoint.Summary) {
	for _, y := range sum.Yields {
		chain := yieldpoint.Chain(e.find, fn.name, y.Kind)
		fmt.Fprintf(e.w, "  %s, %s, %s:\n", y.Kind, certainty(y), count(len(chain), "hop"))
		at := fn.name
		for _, hop := range chain {
			fmt.Fprintf(e.w, "    %s: %s\n", e.place(at, hop.Pos), hop.What)
			at = hop.Callee
		}
	}
	for _, p := range sum.Params {
		fmt.Fprintf(e.w, "  calls its parameter %d: blocks if that does\n", p+1)
	}
	if sum.Spawns {
		fmt.Fprintln(e.w, "  starts goroutines")
	}
}

// explainEntry prints what the catalog knows of a function.
func (e *explainer) explainEntry(entry *catalog.Entry) {
	if entry.Kinds == 0 && len(entry.Param) == 0 && len(entry.Calls) == 0 {
		fmt.Fprintln(e.w, "  reaches no yield point (catalog)")
	}
	for _, kind := range entry.Kinds.Kinds() {
		fmt.Fprintf(e.w, "  %s (catalog)\n", kind)
	}
	for _, p := range slices.Concat(entry.Param, entry.Calls) {
		if p == catalog.Receiver {
			fmt.Fprintln(e.w, "  calls methods of what its receiver holds: blocks if they do (catalog)")
			continue
		}
		fmt.Fprintf(e.w, "  calls its parameter %d: blocks if that does (catalog)\n", p+1)
	}
	if entry.Note != "" {
		fmt.Fprintf(e.w, "  %s (catalog)\n", entry.Note)
	}
}

// place completes a hop's position, a base name with a line, by the directory
// of the function that the hop is in.
func (e *explainer) place(fn, pos string) string {
	f := e.index.byName[fn]
	if f == nil || pos == "" {
		return pos
	}
	file, line, _ := strings.Cut(pos, ":")
	return e.paths.show(path.Join(f.dir, file)) + ":" + line
}

func certainty(w yieldpoint.Witness) string {
	switch {
	case w.Hard:
		return "certain (static calls only)"
	case w.Seen:
		return "possible (one of several values that are seen to get there)"
	}
	return "possible (through an interface or function value)"
}
