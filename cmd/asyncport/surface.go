package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/report/surface"
)

// surfaceDir is where the list is kept, below the module's root.
const surfaceDir = ".asyncport/surface"

type surfaceOptions struct {
	*globals
	write    bool
	check    bool
	golden   string
	patterns []string
}

func newSurface(g *globals, run func(context.Context, *surfaceOptions) error) *cobra.Command {
	opts := &surfaceOptions{globals: g}
	cmd := &cobra.Command{
		Use:   "surface [packages]",
		Short: "Keep the list of exported functions that may block, dependencies included",
		Long: "surface lists the exported functions and methods that may block, with the kinds of waits:\n" +
			"certain ones, and in brackets those possible through an interface or function value. What the\n" +
			"module uses of other modules and may block is listed, too. -w writes the list, a file per package\n" +
			"and one for dependencies, to be committed. --check compares, prints for each difference the\n" +
			"chain of calls that it comes through, and exits with 1 when there is any: also when nothing but\n" +
			"the version of a dependency has changed. Tests do not count.",
		Example: "  asyncport surface -w\n  asyncport surface --check",
		RunE: func(cmd *cobra.Command, args []string) error {
			if opts.write && opts.check {
				return errors.New("-w writes the list and --check compares it; give one of them")
			}
			opts.patterns = args
			return run(cmd.Context(), opts)
		},
	}
	cmd.Flags().BoolVarP(&opts.write, "write", "w", false, "write the list")
	cmd.Flags().BoolVar(&opts.check, "check", false, "compare with the list that is kept, and fail on any difference")
	cmd.Flags().StringVar(&opts.golden, "golden", "", "the `directory` of the list (default "+surfaceDir+" beside go.mod)")
	interfacesFlag(cmd)
	return cmd
}

func runSurface(ctx context.Context, opts *surfaceOptions) error {
	g := golden{surfaceOptions: opts, place: opts.config.Path(surfaceDir)}
	if opts.golden != "" {
		g.place = opts.in(opts.golden)
	}
	if err := g.read(); err != nil {
		return err
	}
	mod, err := opts.load(ctx, false, opts.patterns)
	if err != nil {
		return err
	}
	res, err := checker.Run(mod, []*analysis.Analyzer{yieldpoint.Analyzer})
	if err != nil {
		return err
	}
	facts := surface.NewFacts(mod, res)
	g.mod, g.now = mod, facts.Surface()
	a := &analysisOptions{globals: opts.globals, patterns: opts.patterns}
	if g.whole = a.whole(&found{dir: mod.Dir}); !g.whole {
		g.now.Dependencies.Lines = nil
		if opts.write || opts.check {
			opts.note("%s is for the whole module, and left alone: packages were named", surface.DependenciesFile)
		}
	}
	switch {
	case opts.write:
		return g.update()
	case opts.check:
		return g.compare(facts)
	}
	g.print()
	return nil
}

// golden is the list on disk, beside that of the source.
type golden struct {
	*surfaceOptions
	mod   *load.Module
	now   *surface.Surface
	place string                    // the directory of the list
	old   map[string][]byte         // the files in it
	kept  map[string]*surface.Table // the same, read
	whole bool                      // all packages of the module are looked at
}

func (g *golden) print() {
	files := g.now.Files()
	for i, name := range slices.Sorted(maps.Keys(files)) {
		if i > 0 {
			fmt.Fprintln(g.stdout)
		}
		g.stdout.Write(files[name].Format()) // its error is that of the output
	}
}

// concerns reports whether a file of the list is about what was looked at.
func (g *golden) concerns(name string) bool {
	return g.whole || slices.ContainsFunc(g.mod.Packages, func(p *packages.Package) bool {
		return surface.FileName(g.mod.Path, p.PkgPath) == name
	})
}

// read reads the list before anything takes time.
func (g *golden) read() error {
	if !g.write && !g.check {
		return nil
	}
	entries, err := os.ReadDir(g.place)
	switch {
	case errors.Is(err, fs.ErrNotExist) && g.check:
		return fmt.Errorf("no surface in %s; asyncport surface -w writes it", g.shown(g.place))
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("cannot read the surface: %w", err)
	}
	g.old, g.kept = make(map[string][]byte), make(map[string]*surface.Table)
	for _, e := range entries {
		if !e.Type().IsRegular() || filepath.Ext(e.Name()) != ".txt" {
			continue
		}
		name := filepath.Join(g.place, e.Name())
		data, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("cannot read the surface: %w", err)
		}
		g.old[e.Name()] = data
		if g.write {
			continue // whatever it says
		}
		if g.kept[e.Name()], err = surface.Parse(g.shown(name), data); err != nil {
			return err
		}
	}
	return nil
}

// update writes the files that are not as they should be, and removes those of
// packages that have no lines any more.
func (g *golden) update() error {
	files := g.now.Files()
	for name, data := range g.old {
		if files[name] != nil && !surface.IsFile(data) {
			return fmt.Errorf("%s is not a file of a surface; choose another directory with --golden", g.shown(filepath.Join(g.place, name)))
		}
	}
	if err := os.MkdirAll(g.place, 0o777); err != nil {
		return fmt.Errorf("cannot write the surface: %w", err)
	}
	changed := 0
	for name, t := range files {
		data := t.Format()
		if string(data) == string(g.old[name]) {
			continue
		}
		changed++
		if err := replaceFile(filepath.Join(g.place, name), data); err != nil {
			return fmt.Errorf("cannot write the surface: %w", err)
		}
	}
	for name, data := range g.old {
		if files[name] != nil || !surface.IsFile(data) || !g.concerns(name) {
			continue
		}
		changed++
		if err := os.Remove(filepath.Join(g.place, name)); err != nil {
			return fmt.Errorf("cannot write the surface: %w", err)
		}
	}
	g.note("%s: %s, %d changed", g.shown(g.place), count(len(files), "file"), changed)
	return nil
}
