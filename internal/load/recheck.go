package load

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/packages"
)

// A Rechecker type-checks a loaded module again with other contents of some
// files. What neither changed nor imports what did keeps its types: most of a
// load is spent on dependencies, which an edit of the module does not touch. The
// go command still lists the packages each time, so that imports and build
// constraints mean what they mean to it.
//
// It is not safe for concurrent use.
type Rechecker struct {
	base *Module
	opts Options
	last *generation // what the last call checked
	root *generation // the packages of base
}

// generation is the packages of one load.
type generation struct {
	overlay  map[string][]byte
	packages map[string]*packages.Package // by ID
}

// NewRechecker returns a Rechecker for a module that was loaded, all of it, with opts.
func NewRechecker(m *Module, opts Options) *Rechecker {
	root := &generation{overlay: opts.Overlay, packages: make(map[string]*packages.Package)}
	packages.Visit(m.Initial, nil, func(p *packages.Package) { root.packages[p.ID] = p })
	return &Rechecker{base: m, opts: opts, root: root}
}

// Load does what the function [Load] does with the contents of overlay in place
// of those on disk, errors included. The packages of the module that it returns
// have types and syntax; those that were checked again have no types.Info, and
// NotSeen is that of the module before.
func (r *Rechecker) Load(ctx context.Context, overlay map[string][]byte) (*Module, error) {
	opts := r.opts
	opts.Overlay = overlay
	if changesModules(overlay) {
		return Load(ctx, opts) // another go.mod is another graph of modules
	}
	initial, err := r.list(ctx, opts)
	if err != nil {
		return nil, err
	}
	if listed := compileError(r.base.work, initial); listed != nil {
		return Load(ctx, opts) // it knows how to say what is wrong
	}
	c := &recheck{
		ctx: ctx, fset: r.base.Fset, sizes: r.base.Initial[0].TypesSizes,
		parse: Parser(r.base.stripRoot), old: []*generation{r.root}, overlay: overlay,
	}
	if r.last != nil {
		c.old = []*generation{r.last, r.root}
	}
	now := &generation{overlay: overlay, packages: c.run(initial)}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.last = now
	for i, p := range initial {
		initial[i] = now.packages[p.ID]
	}
	if err := compileError(r.base.work, initial); err != nil {
		return nil, err
	}
	mod := *r.base
	mod.Initial = initial
	mod.adopt(initial)
	mod.Packages = ownPackages(initial, mod.Dir)
	return &mod, nil
}

// list asks the go command for the packages, without syntax and types.
func (r *Rechecker) list(ctx context.Context, opts Options) ([]*packages.Package, error) {
	const types = packages.NeedTypes | packages.NeedTypesSizes | packages.NeedTypesInfo | packages.NeedSyntax
	cfg := opts.config(ctx, r.base.work)
	cfg.Mode &^= types
	initial, err := packages.Load(cfg, "./...")
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, goCommandError(err.Error())
	}
	return initial, nil
}

// changesModules reports whether an overlay may change which modules are seen.
func changesModules(overlay map[string][]byte) bool {
	for name := range overlay {
		switch filepath.Base(name) {
		case "go.mod", "go.sum", "go.work", "go.work.sum", "modules.txt":
			return true
		}
	}
	return false
}

// find returns a package that was checked before, with the contents that it has
// now and the imports that were resolved for it, or nil.
func (c *recheck) find(p *packages.Package, imports map[string]*packages.Package) *packages.Package {
	for _, g := range c.old {
		old := g.packages[p.ID]
		if old != nil && c.sameSource(g, old, p) && sameImports(old.Imports, imports) {
			return old
		}
	}
	return nil
}

func (c *recheck) sameSource(g *generation, old, p *packages.Package) bool {
	if old.Types == nil || old.PkgPath != p.PkgPath || old.Name != p.Name || !slices.Equal(old.CompiledGoFiles, p.CompiledGoFiles) {
		return false
	}
	return !slices.ContainsFunc(p.CompiledGoFiles, func(name string) bool { return !c.sameFile(g, name) })
}

// sameFile reports whether a file has the contents that it had in g.
func (c *recheck) sameFile(g *generation, name string) bool {
	was, had := g.overlay[name]
	is, has := c.overlay[name]
	return had == has && bytes.Equal(was, is)
}

func sameImports(old, imports map[string]*packages.Package) bool {
	if len(old) != len(imports) {
		return false
	}
	for path, p := range imports {
		if old[path] != p {
			return false
		}
	}
	return true
}
