package program

import (
	"go/ast"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/internal/load"
)

// imports tells which packages another may get at: those that it imports, and those that
// these import, whose values they hand out. The tests of a package, which nobody imports,
// count as one of their own.
type imports struct {
	module *load.Module
	of     map[string][]string        // by the path of the importing package, that of tests with testsOf
	reach  map[string]map[string]bool // what reaches has found
}

func newImports(m *load.Module) *imports {
	g := &imports{module: m, of: map[string][]string{}, reach: map[string]map[string]bool{}}
	seen := map[*packages.Package]bool{}
	var add func(p *packages.Package)
	add = func(p *packages.Package) {
		if seen[p] {
			return
		}
		seen[p] = true
		path := p.PkgPath
		if p.ForTest != "" {
			path = p.ForTest + testsOf
		}
		for _, q := range p.Imports {
			g.of[path] = append(g.of[path], q.PkgPath)
			add(q)
		}
	}
	for _, p := range m.Initial {
		add(p)
	}
	return g
}

const testsOf = " tests"

// leaveOut adds what a file that this build configuration leaves out imports, and returns
// the path of its package.
func (g *imports) leaveOut(name string, f *ast.File) string {
	pkg := g.module.Path
	if rel, err := filepath.Rel(g.module.Dir, filepath.Dir(name)); err == nil {
		pkg = path.Join(pkg, filepath.ToSlash(rel))
	}
	if strings.HasSuffix(name, "_test.go") {
		tests := pkg + testsOf
		g.of[tests] = append(g.of[tests], pkg)
		pkg = tests
	}
	for _, spec := range f.Imports {
		if name, err := strconv.Unquote(spec.Path.Value); err == nil {
			g.of[pkg] = append(g.of[pkg], name)
		}
	}
	return pkg
}

// reaches reports whether a package may get at what another declares. It is to be asked
// when all files are added.
func (g *imports) reaches(from, pkg string) bool {
	reach := g.reach[from]
	if reach == nil {
		reach = map[string]bool{}
		work := []string{from}
		for len(work) > 0 {
			p := work[len(work)-1]
			work = work[:len(work)-1]
			if !reach[p] {
				reach[p] = true
				work = append(work, g.of[p]...)
			}
		}
		g.reach[from] = reach
	}
	return reach[pkg]
}
