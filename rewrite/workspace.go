package rewrite

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/mod/modfile"
	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/internal/load"
)

// Kept is a package whose API stays although it was to break: another module of the
// workspace uses it.
type Kept struct {
	Package string // import path
	By      string // a package of the other module that imports it, or leads to it by another that it imports
}

// closed returns the packages of the module all of whose callers are at hand,
// and those that other modules of the workspace use, sorted: the rewriter edits one
// module at a time, so that what they use has to stay.
//
// Modules beside the workspace keep nothing: outside is the list of their go.mod files.
func closed(ctx context.Context, opts Options, mod *load.Module) (closed map[string]bool, kept []Kept, outside []string, err error) {
	closed = map[string]bool{}
	for _, p := range mod.Packages {
		closed[p.PkgPath] = true
	}
	siblings, err := siblings(ctx, opts, mod)
	if err != nil {
		return nil, nil, nil, err
	}
	if outside, err = beside(mod.Dir, mod.Path, siblings); err != nil {
		return nil, nil, nil, fmt.Errorf("look for modules beside %s: %w", mod.Path, err)
	}
	var others []*packages.Package
	for _, dir := range siblings {
		cfg := &packages.Config{
			Mode:    packages.NeedName | packages.NeedImports | packages.NeedDeps,
			Context: ctx, Dir: dir, Env: opts.Env, Tests: true,
		}
		if opts.Tags != "" {
			cfg.BuildFlags = []string{"-tags=" + opts.Tags}
		}
		list, err := packages.Load(cfg, "./...")
		if err != nil {
			return nil, nil, nil, &load.LoadError{Message: "cannot load the workspace's module in " + filepath.Base(dir), Err: err}
		}
		others = append(others, list...)
	}
	for path, by := range usedBy(others, closed) {
		delete(closed, path)
		kept = append(kept, Kept{path, by})
	}
	slices.SortFunc(kept, func(a, b Kept) int { return cmp.Compare(a.Package, b.Package) })
	return closed, kept, outside, nil
}

// usedBy returns which packages outside of own lead to those of own: by importing them,
// or by what they import, since that hands out types of what it imports in turn.
func usedBy(others []*packages.Package, own map[string]bool) map[string]string {
	by := map[string]string{}
	var order []*packages.Package // importers before what they import
	packages.Visit(others, func(p *packages.Package) bool {
		for _, imported := range p.Imports {
			if path := imported.PkgPath; own[path] && !own[p.PkgPath] && (by[path] == "" || p.PkgPath < by[path]) {
				by[path] = p.PkgPath
			}
		}
		return true
	}, func(p *packages.Package) { order = append(order, p) })
	slices.Reverse(order)
	direct := maps.Clone(by)
	for _, p := range order {
		for _, imported := range p.Imports {
			path, through := imported.PkgPath, by[p.PkgPath]
			if through != "" && own[path] && direct[path] == "" && (by[path] == "" || through < by[path]) {
				by[path] = through
			}
		}
	}
	return by
}

// siblings returns the directories of the workspace's other modules.
func siblings(ctx context.Context, opts Options, mod *load.Module) ([]string, error) {
	place, err := load.Find(ctx, load.Options{Dir: opts.Dir, Env: opts.Env})
	if err != nil {
		return nil, err
	}
	name := place.Env.GOWORK
	if name == "" || name == "off" {
		return nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the workspace: %w", err)
	}
	work, err := modfile.ParseWork("go.work", data, nil)
	if err != nil {
		return nil, &load.LoadError{Message: "the workspace file is broken", Err: err}
	}
	var dirs []string
	for _, use := range work.Use {
		dir := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(filepath.Dir(name), dir)
		}
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			dir = real
		}
		if dir != mod.Dir {
			dirs = append(dirs, dir)
		}
	}
	return dirs, nil
}
