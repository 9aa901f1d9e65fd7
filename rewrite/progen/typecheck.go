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
}

func newChecker() *checker {
	c := &checker{fset: token.NewFileSet()}
	c.std = importer.ForCompiler(c.fset, "source", nil)
	f, err := parser.ParseFile(c.fset, "trace.go", traceSource, parser.SkipObjectResolution)
	if err == nil {
		c.own, _ = (&types.Config{Importer: c.std}).Check(modulePath+"/trace", c.fset, []*ast.File{f}, nil)
	}
	return c
}

// Import implements types.Importer.
func (c *checker) Import(path string) (*types.Package, error) {
	if path == modulePath+"/trace" {
		return c.own, nil
	}
	return c.std.Import(path)
}

// accepts reports whether a source is a program that compiles.
func (c *checker) accepts(src string) bool {
	f, err := parser.ParseFile(c.fset, "main.go", src, parser.SkipObjectResolution)
	if err != nil || src == "" {
		return false
	}
	config := &types.Config{Importer: c, GoVersion: "go1.24"}
	pkg, err := config.Check("main", c.fset, []*ast.File{f}, nil)
	return err == nil && pkg.Scope().Lookup("main") != nil
}
