package progen

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
)

// checker type-checks programs without a go command.
type checker struct {
	fset *token.FileSet
	std  types.Importer
	own  *types.Package

	errgroup *types.Package
	version  string // of the language
}

func newChecker() *checker {
	c := &checker{fset: token.NewFileSet()}
	c.std = importer.ForCompiler(c.fset, "source", nil)
	f, err := parser.ParseFile(c.fset, "trace.go", traceSource, parser.SkipObjectResolution)
	if err == nil {
		c.own, _ = (&types.Config{Importer: c.std}).Check(modulePath+"/trace", c.fset, []*ast.File{f}, nil)
	}
	if f, err = parser.ParseFile(c.fset, "errgroup.go", errgroupShape, parser.SkipObjectResolution); err == nil {
		c.errgroup, _ = (&types.Config{Importer: c.std, IgnoreFuncBodies: true}).Check(errgroupPath, c.fset, []*ast.File{f}, nil)
	}
	return c
}

// errgroupShape declares what the programs use of errgroup.
const errgroupShape = `package errgroup

import "context"

type Group struct{ cancel func(error) }

func WithContext(ctx context.Context) (*Group, context.Context)
func (g *Group) Wait() error
func (g *Group) Go(f func() error)
func (g *Group) TryGo(f func() error) bool
func (g *Group) SetLimit(n int)
`

// Import implements types.Importer.
func (c *checker) Import(path string) (*types.Package, error) {
	switch path {
	case modulePath + "/trace":
		return c.own, nil
	case errgroupPath:
		return c.errgroup, nil
	}
	return c.std.Import(path)
}

// accepts reports whether a source is a program that compiles.
func (c *checker) accepts(src string, v Variant) bool {
	c.version = "go" + v.Go
	_, _, pkg, err := c.check(src)
	return err == nil && pkg.Scope().Lookup("main") != nil
}

// check type-checks a package in one file.
func (c *checker) check(src string) (*ast.File, *types.Info, *types.Package, error) {
	f, err := parser.ParseFile(c.fset, "main.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, nil, err
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := &types.Config{Importer: c, GoVersion: c.version}
	pkg, err := config.Check("main", c.fset, []*ast.File{f}, info)
	return f, info, pkg, err
}
