package color

import (
	"go/ast"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/rewrite/program"
)

// byName are packages that call exported methods by name: templates name
// methods of their data, net/rpc serves those of a receiver.
var byName = map[string]bool{"text/template": true, "html/template": true, "net/rpc": true}

// callsByName reports whether the module may call methods by reflection, where
// no type checker sees a changed signature.
func callsByName(p *program.Program) bool {
	for _, f := range p.Files {
		if f.IsTest() {
			continue
		}
		for _, spec := range f.AST.Imports {
			if path, _ := strconv.Unquote(spec.Path.Value); byName[path] {
				return true
			}
		}
		if findsMethods(f.Info()) {
			return true
		}
	}
	return false
}

// findsMethods reports whether code asks reflection for methods.
func findsMethods(info *types.Info) bool {
	for _, obj := range info.Uses {
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil || fn.Pkg().Path() != "reflect" {
			continue
		}
		if name := fn.Name(); name == "Method" || name == "MethodByName" {
			return true
		}
	}
	return false
}

// frameworkPackages returns the module's packages that import a package of
// another module which asks reflection for methods, as a framework for test
// suites does for the tests of a suite.
func frameworkPackages(p *program.Program) map[string]bool {
	finds := map[string]bool{}
	packages.Visit(p.Module.Initial, nil, func(pkg *packages.Package) {
		if pkg.Module != nil && !pkg.Module.Main && pkg.TypesInfo != nil && findsMethods(pkg.TypesInfo) {
			finds[pkg.PkgPath] = true
		}
	})
	users := map[string]bool{}
	for _, pkg := range p.Module.Packages {
		for path := range pkg.Imports {
			if finds[path] {
				users[pkg.PkgPath] = true
			}
		}
	}
	return users
}

// linkedNames returns the functions, as PACKAGE.NAME, that linkname directives
// tie to code elsewhere.
func linkedNames(p *program.Program) map[string]bool {
	names := map[string]bool{}
	for _, f := range p.Files {
		for _, group := range f.AST.Comments {
			for _, c := range group.List {
				addLinked(names, f, c)
			}
		}
	}
	return names
}

func addLinked(names map[string]bool, f *program.File, c *ast.Comment) {
	fields := strings.Fields(c.Text)
	if len(fields) < 2 || fields[0] != "//go:linkname" {
		return
	}
	names[f.Pkg.PkgPath+"."+fields[1]] = true
	if len(fields) > 2 {
		names[fields[2]] = true
	}
}
