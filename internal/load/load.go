// Package load reads a main module with the syntax and types of everything it
// imports. It is the one place that calls the go command for source: analyzers,
// rewriter and verification all work on what it returns.
package load

import (
	"cmp"
	"context"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

const mode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles |
	packages.NeedEmbedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedForTest |
	packages.NeedTypes | packages.NeedTypesSizes | packages.NeedTypesInfo | packages.NeedSyntax |
	packages.NeedModule

// Load reads the packages that match patterns ("./..." when there are none) of
// the main module around opts.Dir. Every error about what the user gave is a
// *[LoadError]; a package that does not compile is one.
func Load(ctx context.Context, opts Options, patterns ...string) (*Module, error) {
	place, err := Find(ctx, opts)
	if err != nil {
		return nil, err
	}
	dir, env, mod := place.Work, place.Env, place.Module
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	cfg := opts.config(ctx, dir)
	mod.Fset = cfg.Fset
	mod.work, mod.stripRoot = dir, place.StripRoot()
	cfg.ParseFile = Parser(mod.stripRoot)
	mod.Initial, err = packages.Load(cfg, patterns...)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, goCommandError(err.Error())
	}
	if err := compileError(dir, mod.Initial); err != nil {
		return nil, err
	}
	mod.adopt(mod.Initial)
	mod.Packages = ownPackages(mod.Initial, mod.Dir)
	if len(mod.Packages) == 0 {
		return nil, &LoadError{Message: "no packages of module " + mod.Path + " match " + strings.Join(patterns, " ")}
	}
	mod.goroot, mod.modules = env.GOROOT, moduleDirs(mod.Initial)
	mod.NotSeen = NotSeen(mod.Dir, dir, patterns, sources(mod.Packages))
	return mod, nil
}

// config is what go/packages is told in dir.
func (o *Options) config(ctx context.Context, dir string) *packages.Config {
	flags := slices.Clone(o.BuildFlags)
	if o.Tags != "" {
		flags = append(flags, "-tags="+o.Tags)
	}
	return &packages.Config{
		Mode:       mode,
		Context:    ctx,
		Dir:        dir,
		Env:        o.Env,
		BuildFlags: flags,
		Fset:       token.NewFileSet(),
		Tests:      o.Tests,
		Overlay:    o.Overlay,
	}
}

// workDir returns dir as an absolute name without symbolic links, as the go
// command will report it, once it is known to be a readable directory.
func workDir(dir string) (string, error) {
	if dir == "" {
		dir = "."
	}
	f, err := os.Open(dir)
	if err != nil {
		return "", &LoadError{Message: "cannot read the directory", Err: err}
	}
	defer f.Close()
	if _, err := f.ReadDir(1); err != nil && err.Error() != "EOF" {
		return "", &LoadError{Message: "cannot read the directory", Err: err}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", &LoadError{Message: "cannot find the directory", Err: err}
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	return abs, nil
}

// ownPackages picks the packages that Module.Packages promises.
func ownPackages(initial []*packages.Package, root string) []*packages.Package {
	// A test variant repeats the files of the package it is for.
	tested := make(map[string]bool)
	for _, p := range initial {
		if p.ForTest != "" && p.PkgPath == p.ForTest {
			tested[p.PkgPath] = true
		}
	}
	var own []*packages.Package
	for _, p := range initial {
		switch {
		case p.Module == nil || !p.Module.Main || !sameDir(p.Module.Dir, root):
		case isTestMain(p, root):
		case p.ForTest == "" && tested[p.PkgPath]:
		case len(p.Syntax) == 0:
		default:
			own = append(own, p)
		}
	}
	slices.SortFunc(own, func(a, b *packages.Package) int { return cmp.Compare(a.ID, b.ID) })
	return slices.Compact(own)
}

// isTestMain reports whether p is the program that go test generates, outside
// of the module.
func isTestMain(p *packages.Package, root string) bool {
	if p.Name != "main" || !strings.HasSuffix(p.ID, ".test") || len(p.GoFiles) == 0 {
		return false
	}
	_, inside := below(root, p.GoFiles[0])
	return !inside
}

func sameDir(a, b string) bool {
	if a == b {
		return true
	}
	ra, err := filepath.EvalSymlinks(a)
	return err == nil && ra == b
}
