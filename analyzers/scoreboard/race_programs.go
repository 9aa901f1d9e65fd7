package scoreboard

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

const raceDir = "src/runtime/race/testdata"

// outsideRace are the files of the set that run the go command on a program with
// cgo; there is nothing in them to find.
var outsideRace = map[string]bool{"cgo_test.go": true}

// loadRaces type-checks the runtime's labelled races where they are, as one
// package: they import packages that only the standard library may.
func loadRaces(goroot string) (*packages.Package, error) {
	dir := filepath.Join(goroot, raceDir)
	all, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		return nil, err
	}
	var files []string
	for _, f := range all {
		if !outsideRace[filepath.Base(f)] {
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		return nil, errors.New("no files in " + raceDir)
	}
	pkgs, err := packages.Load(&packages.Config{
		Mode:       packages.LoadAllSyntax,
		Dir:        dir,
		Tests:      true,
		BuildFlags: []string{"-tags=race"},
		ParseFile: func(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
			f, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
			if f != nil && filepath.Dir(name) != dir {
				dropBodies(f)
			}
			return f, err
		},
	}, files...)
	if err != nil {
		return nil, err
	}
	// Imports that only the dropped bodies used make no difference here.
	packages.Visit(pkgs, nil, func(p *packages.Package) { p.IllTyped = inSet(p) && len(p.Errors) > 0 })
	for _, p := range pkgs {
		if inSet(p) {
			if len(p.Errors) > 0 {
				return nil, p.Errors[0]
			}
			return p, nil
		}
	}
	return nil, fmt.Errorf("%d packages in %s, none with the tests", len(pkgs), raceDir)
}

func inSet(p *packages.Package) bool {
	return len(p.GoFiles) > 0 && strings.HasSuffix(p.Name, "_test")
}

// dropBodies leaves of a file of the standard library what others see of it.
// An analyzer does not read its bodies.
func dropBodies(f *ast.File) {
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Type.TypeParams == nil && fn.Recv == nil {
			fn.Body = nil
		}
	}
}
