package rewrite

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/internal/load"
)

// selectPackages returns the import paths that match both the patterns and
// opts.Only; nil means all of the module.
func selectPackages(ctx context.Context, opts Options, mod *load.Module) (map[string]bool, error) {
	selected, err := resolve(ctx, opts, mod, opts.Patterns, "no packages of module "+mod.Path+" match")
	if err != nil || len(opts.Only) == 0 {
		return selected, err
	}
	only, err := resolve(ctx, opts, mod, opts.Only, "--only: no packages of module "+mod.Path+" match")
	if err != nil || only == nil {
		return selected, err
	}
	if selected == nil {
		return only, nil
	}
	for path := range only {
		if !selected[path] {
			delete(only, path)
		}
	}
	if len(only) == 0 {
		return nil, &load.LoadError{Message: fmt.Sprintf("no package matches both %s and --only=%s",
			strings.Join(opts.Patterns, " "), strings.Join(opts.Only, ","))}
	}
	return only, nil
}

// resolve returns the import paths that patterns name, those of other modules
// included; nil means all of the module. One of the module must be among them.
func resolve(ctx context.Context, opts Options, mod *load.Module, patterns []string, none string) (map[string]bool, error) {
	if len(patterns) == 0 || len(patterns) == 1 && patterns[0] == "./..." && sameRoot(opts.Dir, mod.Dir) {
		return nil, nil
	}
	cfg := &packages.Config{Mode: packages.NeedName, Context: ctx, Dir: opts.Dir, Env: opts.Env, Tests: true}
	if opts.Tags != "" {
		cfg.BuildFlags = []string{"-tags=" + opts.Tags}
	}
	list, err := packages.Load(cfg, patterns...)
	if err != nil {
		return nil, &load.LoadError{Message: "cannot resolve the packages", Err: err}
	}
	selected := map[string]bool{}
	for _, p := range list {
		if len(p.Errors) > 0 {
			return nil, &load.LoadError{Message: fmt.Sprintf("cannot resolve %s", p.PkgPath), Err: p.Errors[0]}
		}
		selected[p.PkgPath] = true
	}
	for _, p := range mod.Packages {
		if selected[p.PkgPath] {
			return selected, nil
		}
	}
	return nil, &load.LoadError{Message: none + " " + strings.Join(patterns, " ")}
}
