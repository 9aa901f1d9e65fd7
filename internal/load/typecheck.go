package load

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"runtime"
	"sync"

	"golang.org/x/tools/go/packages"
)

// recheck is one call of [Rechecker.Load].
type recheck struct {
	ctx     context.Context
	fset    *token.FileSet
	sizes   types.Sizes
	parse   func(*token.FileSet, string, []byte) (*ast.File, error)
	old     []*generation
	overlay map[string][]byte

	mu    sync.Mutex
	files map[string]*parsed
}

// parsed is a file that several packages may hold: one and its variant for tests.
type parsed struct {
	once sync.Once
	file *ast.File
	err  error
}

// checked is a package on its way.
type checked struct {
	done chan struct{}
	pkg  *packages.Package
}

// run checks listed packages and all that they import, and returns them by ID:
// what was known before as it was, what was not with types and syntax.
func (c *recheck) run(initial []*packages.Package) map[string]*packages.Package {
	c.files = make(map[string]*parsed)
	all := make(map[string]*checked)
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	// A package follows what it imports, so those wait for nobody who comes later.
	packages.Visit(initial, nil, func(p *packages.Package) {
		this := &checked{done: make(chan struct{})}
		imports := make(map[string]*checked, len(p.Imports))
		for path, imp := range p.Imports {
			imports[path] = all[imp.ID]
		}
		all[p.ID] = this
		wg.Go(func() {
			defer close(this.done)
			resolved := make(map[string]*packages.Package, len(imports))
			for path, imp := range imports {
				<-imp.done
				resolved[path] = imp.pkg
			}
			if this.pkg = c.find(p, resolved); this.pkg != nil {
				return
			}
			slots <- struct{}{}
			defer func() { <-slots }()
			p.Imports = resolved
			this.pkg = p
			if c.ctx.Err() == nil {
				c.check(p)
			}
		})
	})
	wg.Wait()
	known := make(map[string]*packages.Package, len(all))
	for id, p := range all {
		known[id] = p.pkg
	}
	return known
}

// check parses and type-checks a package whose imports were, and notes its
// errors as go/packages does.
func (c *recheck) check(p *packages.Package) {
	p.Fset, p.TypesSizes = c.fset, c.sizes
	p.Types = types.NewPackage(p.PkgPath, p.Name)
	for _, name := range p.CompiledGoFiles {
		f, err := c.file(p.ID, name)
		if err != nil {
			p.Errors = append(p.Errors, sourceErrors(err)...)
		}
		if f != nil {
			p.Syntax = append(p.Syntax, f)
		}
	}
	conf := &types.Config{
		Importer: importer(p.Imports),
		Sizes:    c.sizes,
		Error:    func(err error) { p.Errors = append(p.Errors, sourceErrors(err)...) },
	}
	if p.Module != nil && p.Module.GoVersion != "" {
		conf.GoVersion = "go" + p.Module.GoVersion
	}
	err := types.NewChecker(conf, c.fset, p.Types, nil).Files(p.Syntax)
	if err != nil && len(p.Errors) == 0 {
		p.Errors = append(p.Errors, sourceErrors(err)...)
	}
	p.IllTyped = len(p.Errors) > 0
	for _, imp := range p.Imports {
		p.IllTyped = p.IllTyped || imp.IllTyped
	}
}

// file returns the syntax of a file, from before if it has not changed since.
func (c *recheck) file(id, name string) (*ast.File, error) {
	c.mu.Lock()
	entry := c.files[name]
	if entry == nil {
		entry = new(parsed)
		c.files[name] = entry
	}
	c.mu.Unlock()
	entry.once.Do(func() {
		if entry.file = c.knownFile(id, name); entry.file != nil {
			return
		}
		src, ok := c.overlay[name]
		if !ok {
			if src, entry.err = os.ReadFile(name); entry.err != nil {
				return
			}
		}
		entry.file, entry.err = c.parse(c.fset, name, src)
	})
	return entry.file, entry.err
}

// knownFile returns the syntax that a package's file had before, unless its
// contents have changed or it had errors.
func (c *recheck) knownFile(id, name string) *ast.File {
	for _, g := range c.old {
		p := g.packages[id]
		if p == nil || len(p.Errors) > 0 || !c.sameFile(g, name) {
			continue
		}
		for _, f := range p.Syntax {
			if c.fset.File(f.FileStart).Name() == name {
				return f
			}
		}
	}
	return nil
}

// importer finds the imports of one package.
type importer map[string]*packages.Package

func (m importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := m[path]; p != nil {
		return p.Types, nil
	}
	return nil, fmt.Errorf("no metadata for %s", path)
}

// sourceErrors turns an error of the parser or the type checker into those of
// go/packages.
func sourceErrors(err error) []packages.Error {
	var path *os.PathError
	var list scanner.ErrorList
	var wrong types.Error
	switch {
	case errors.As(err, &path):
		return []packages.Error{{Pos: path.Path + ":1", Msg: path.Err.Error(), Kind: packages.ParseError}}
	case errors.As(err, &list):
		var errs []packages.Error
		for _, e := range list {
			errs = append(errs, packages.Error{Pos: e.Pos.String(), Msg: e.Msg, Kind: packages.ParseError})
		}
		return errs
	case errors.As(err, &wrong):
		return []packages.Error{{Pos: wrong.Fset.Position(wrong.Pos).String(), Msg: wrong.Msg, Kind: packages.TypeError}}
	}
	return []packages.Error{{Pos: "-", Msg: err.Error()}}
}
