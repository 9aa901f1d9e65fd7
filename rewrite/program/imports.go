package program

import (
	"go/ast"
	"path"
	"path/filepath"
	"strconv"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/internal/load"
)

// imports tells which packages another may get at: those that it imports, and those that
// these import, whose values they hand out.
type imports struct {
	module *load.Module
	of     map[string][]string        // by the path of the importing package
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
		for _, q := range p.Imports {
			g.of[p.PkgPath] = append(g.of[p.PkgPath], q.PkgPath)
			add(q)
		}
	}
	for _, p := range m.Packages {
		add(p)
	}
	return g
}

// leaveOut adds what a file that this build configuration leaves out imports, and returns
// the path of its package.
func (g *imports) leaveOut(dir string, f *ast.File) string {
	pkg := g.module.Path
	if rel, err := filepath.Rel(g.module.Dir, dir); err == nil {
		pkg = path.Join(pkg, filepath.ToSlash(rel))
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
