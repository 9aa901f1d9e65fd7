package plan

import (
	"cmp"
	"slices"
)

// graph is the import graph by index.
type graph struct {
	pkgs    []Package
	imports [][]int
}

func newGraph(pkgs []Package) *graph {
	g := &graph{pkgs: slices.Clone(pkgs)}
	slices.SortFunc(g.pkgs, func(a, b Package) int { return cmp.Compare(a.Path, b.Path) })
	index := make(map[string]int, len(g.pkgs))
	for i, p := range g.pkgs {
		index[p.Path] = i
	}
	g.imports = make([][]int, len(g.pkgs))
	for i, p := range g.pkgs {
		for _, path := range p.Imports {
			if j, ok := index[path]; ok && j != i {
				g.imports[i] = append(g.imports[i], j)
			}
		}
		slices.Sort(g.imports[i])
	}
	return g
}

// Group is packages that import each other, as they can by way of their tests;
// mostly it is one package.
type Group struct {
	Packages []string // paths, sorted
	// Imports are the indices of the groups that its packages import, each
	// before it.
	Imports []int
}

// Groups returns the groups of the import graph in the order of work: a group
// after all that it imports.
func Groups(pkgs []Package) []Group {
	g := newGraph(pkgs)
	groups := g.groups()
	order := g.order(groups)
	place := make([]int, len(order))
	for k, i := range order {
		place[i] = k
	}
	list := make([]Group, len(order))
	for k, i := range order {
		list[k].Packages = g.paths(groups[i].members)
		for _, j := range groups[i].imports {
			list[k].Imports = append(list[k].Imports, place[j])
		}
		slices.Sort(list[k].Imports)
	}
	return list
}

// group is a strongly connected component of the graph.
type group struct {
	members []int
	imports []int // other groups, each smaller than the group's own index
}

// groups returns the strongly connected components, a group after those that it
// imports, by Tarjan's algorithm.
func (g *graph) groups() []group {
	t := tarjan{graph: g, index: make([]int, len(g.pkgs)), low: make([]int, len(g.pkgs)), group: make([]int, len(g.pkgs))}
	for i := range g.pkgs {
		if t.index[i] == 0 {
			t.visit(i)
		}
	}
	for n := range t.groups {
		gr := &t.groups[n]
		for _, i := range gr.members {
			for _, j := range g.imports[i] {
				if t.group[j] != n {
					gr.imports = append(gr.imports, t.group[j])
				}
			}
		}
		slices.Sort(gr.imports)
		gr.imports = slices.Compact(gr.imports)
	}
	return t.groups
}

type tarjan struct {
	*graph
	next       int
	index, low []int // index is 0 before the visit
	group      []int
	stack      []int
	open       map[int]bool
	groups     []group
}

func (t *tarjan) visit(i int) {
	if t.open == nil {
		t.open = make(map[int]bool)
	}
	t.next++
	t.index[i], t.low[i] = t.next, t.next
	t.stack = append(t.stack, i)
	t.open[i] = true
	for _, j := range t.imports[i] {
		switch {
		case t.index[j] == 0:
			t.visit(j)
			t.low[i] = min(t.low[i], t.low[j])
		case t.open[j]:
			t.low[i] = min(t.low[i], t.index[j])
		}
	}
	if t.low[i] != t.index[i] {
		return
	}
	top := slices.Index(t.stack, i)
	members := slices.Clone(t.stack[top:])
	t.stack = t.stack[:top]
	slices.Sort(members)
	for _, j := range members {
		t.open[j] = false
		t.group[j] = len(t.groups)
	}
	t.groups = append(t.groups, group{members: members})
}

// order returns the groups by their height above the leaves, then by path: a
// package that is added in one corner of a module does not shuffle the others.
func (g *graph) order(groups []group) []int {
	height := make([]int, len(groups))
	list := make([]int, len(groups))
	for i := range groups {
		list[i] = i
		for _, j := range groups[i].imports {
			height[i] = max(height[i], height[j]+1)
		}
	}
	slices.SortFunc(list, func(a, b int) int {
		return cmp.Or(cmp.Compare(height[a], height[b]), cmp.Compare(groups[a].members[0], groups[b].members[0]))
	})
	return list
}

// below returns the numbers of the milestones among what a group imports,
// directly or not, sorted.
func (g *graph) below(groups []group, steps []*Milestone, i int) []int {
	var numbers []int
	seen := make(map[int]bool)
	todo := slices.Clone(groups[i].imports)
	for len(todo) > 0 {
		j := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[j] {
			continue
		}
		seen[j] = true
		if steps[j] != nil {
			numbers = append(numbers, steps[j].Number)
		}
		todo = append(todo, groups[j].imports...)
	}
	slices.Sort(numbers)
	return numbers
}
