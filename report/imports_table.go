package report

import (
	"slices"
	"strings"

	"github.com/asyncport/asyncport/report/plan"
)

// importRows says in words what the pictures show, of all packages and with every
// import, in the order of work.
func (r *Report) importRows() []importRow {
	pkgs := r.byPath()
	users := make(map[string][]string)
	name := func(path string, tests bool) string {
		if tests {
			return r.shortPath(path) + " (tests)"
		}
		return r.shortPath(path)
	}
	for _, p := range r.Packages {
		for k, below := range slices.Concat(p.Imports, p.TestImports) {
			if below != p.Path {
				users[below] = append(users[below], name(p.Path, k >= len(p.Imports)))
			}
		}
	}
	var rows []importRow
	for _, g := range plan.Groups(r.planned()) {
		for _, path := range g.Packages {
			p := pkgs[path]
			var imports []string
			for k, below := range slices.Concat(p.Imports, p.TestImports) {
				if pkgs[below] != nil && below != path {
					imports = append(imports, name(below, k >= len(p.Imports)))
				}
			}
			rows = append(rows, importRow{r.importBox(p, 0), orNone(imports), orNone(users[path])})
		}
	}
	return rows
}

func orNone(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}
