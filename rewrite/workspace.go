package rewrite

import (
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

// closed returns the packages of the module all of whose callers are at hand,
// and those that other modules of the workspace use: the rewriter edits one
// module at a time, so that what they use has to stay.
func closed(ctx context.Context, opts Options, mod *load.Module) (closed map[string]bool, used []string, err error) {
	closed = map[string]bool{}
	for _, p := range mod.Packages {
		closed[p.PkgPath] = true
	}
	siblings, err := siblings(ctx, opts, mod)
	if err != nil {
		return nil, nil, err
	}
	found := map[string]bool{}
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
			return nil, nil, &load.LoadError{Message: "cannot load the workspace's module in " + filepath.Base(dir), Err: err}
		}
		// What a package imports from the module hands out types of what that
		// imports in turn.
		packages.Visit(list, nil, func(p *packages.Package) {
			found[p.PkgPath] = found[p.PkgPath] || closed[p.PkgPath]
		})
	}
	for path, yes := range found {
		if yes {
			delete(closed, path)
		}
	}
	maps.DeleteFunc(found, func(_ string, yes bool) bool { return !yes })
	return closed, slices.Sorted(maps.Keys(found)), nil
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
