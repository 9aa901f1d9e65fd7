package report

import (
	"cmp"
	"slices"

	"github.com/asyncport/asyncport/report/plan"
)

// maxDrawn is the number of packages up to which a drawn graph is readable.
const maxDrawn = 40

// importGraph is the part of the import graph that is drawn.
type importGraph struct {
	nodes []importNode // each after all that it imports
	left  int          // packages that are left out
}

// importNode is packages that import each other, mostly one.
type importNode struct {
	packages []*Package
	// imports and tests are indices of nodes that it imports, tests of those that
	// only its tests do: directly, or through packages that are not drawn. What
	// others of them import is left out.
	imports, tests []int
}

// below are all nodes that it imports.
func (n *importNode) below() []int {
	return slices.Sorted(slices.Values(slices.Concat(n.imports, n.tests)))
}

// importGraph returns the graph of the packages with the most left to do, all when
// they are not too many to be drawn.
func (r *Report) importGraph() *importGraph {
	groups := plan.Groups(r.planned())
	source := groupImports(groups, r.byPath())
	var all [][]int
	for _, g := range groups {
		all = append(all, g.Imports)
	}
	shown := r.drawn(groups)
	sourceReach, allReach := reach(source), reach(all)
	graph := &importGraph{left: len(r.Packages)}
	pkgs := r.byPath()
	for _, i := range shown {
		var n importNode
		for _, path := range groups[i].Packages {
			n.packages = append(n.packages, pkgs[path])
		}
		for k, j := range shown {
			if direct(sourceReach, shown, i, j) {
				n.imports = append(n.imports, k)
			} else if !sourceReach[i][j] && direct(allReach, shown, i, j) {
				n.tests = append(n.tests, k)
			}
		}
		graph.left -= len(n.packages)
		graph.nodes = append(graph.nodes, n)
	}
	return graph
}

func (r *Report) byPath() map[string]*Package {
	pkgs := make(map[string]*Package, len(r.Packages))
	for i := range r.Packages {
		pkgs[r.Packages[i].Path] = &r.Packages[i]
	}
	return pkgs
}

// groupImports returns for each group those that it imports, tests left out.
func groupImports(groups []plan.Group, pkgs map[string]*Package) [][]int {
	home := make(map[string]int)
	for i, g := range groups {
		for _, path := range g.Packages {
			home[path] = i
		}
	}
	imports := make([][]int, len(groups))
	for i, g := range groups {
		for _, path := range g.Packages {
			for _, below := range pkgs[path].Imports {
				if j, ok := home[below]; ok && j != i {
					imports[i] = append(imports[i], j)
				}
			}
		}
	}
	return imports
}

// drawn chooses the groups to draw, those with the most left to do, and returns
// them in their order.
func (r *Report) drawn(groups []plan.Group) []int {
	pkgs := r.byPath()
	type ranked struct{ group, verdict, work int }
	list := make([]ranked, len(groups))
	for i, g := range groups {
		list[i] = ranked{i, len(Verdicts()), 0}
		for _, path := range g.Packages {
			p := pkgs[path]
			list[i].verdict = min(list[i].verdict, slices.Index(Verdicts(), p.Verdict))
			list[i].work += p.Counts.Applicable() + p.Counts.Findings
		}
	}
	slices.SortFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.verdict, b.verdict), cmp.Compare(b.work, a.work), cmp.Compare(a.group, b.group))
	})
	var shown []int
	room := maxDrawn
	for _, g := range list {
		if room -= len(groups[g.group].Packages); room < 0 && len(shown) > 0 {
			break
		}
		shown = append(shown, g.group)
	}
	slices.Sort(shown)
	return shown
}

// reach returns for each group those that it imports, directly or not. Imports go
// to groups before.
func reach(imports [][]int) [][]bool {
	reach := make([][]bool, len(imports))
	for i, below := range imports {
		reach[i] = make([]bool, i)
		for _, j := range below {
			reach[i][j] = true
			for k, yes := range reach[j] {
				reach[i][k] = reach[i][k] || yes
			}
		}
	}
	for i := range reach {
		reach[i] = append(reach[i], make([]bool, len(imports)-i)...)
	}
	return reach
}

// direct reports whether i reaches j, and none that is shown stands between.
func direct(reach [][]bool, shown []int, i, j int) bool {
	return reach[i][j] && !slices.ContainsFunc(shown, func(k int) bool { return reach[i][k] && reach[k][j] })
}
