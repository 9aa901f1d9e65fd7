package report

import (
	"fmt"
	"slices"
	"strings"
)

// lanesView is the graph for narrow screens: one package below the other, each
// below all that it imports. A lane leads down from a package past those that
// import it, and a dot joins them to it.
type lanesView struct {
	W, H  int // of the lanes; the boxes stand beside them
	Lanes []importLine
	Dots  []dot
	Rows  []importBox
}

type dot struct{ X, Y int }

const (
	rowHeight = 44
	laneStep  = 9
	mostLanes = 120 // how wide all of them may be
	// joins and starts are where in the height of a row its imports arrive and its own
	// lane starts, so that one lane may end where another begins.
	joins, starts = rowHeight/2 - 7, rowHeight/2 + 7
)

// lanes draws nodes in lanes.
func (r *Report) lanes(g *importGraph, nodes []int) lanesView {
	var v lanesView
	row := make(map[int]int) // the row of a node's first package
	for _, i := range nodes {
		row[i] = len(v.Rows)
		for _, p := range g.nodes[i].packages {
			box := r.importBox(p, i)
			box.Label = shorten(box.Label, 22)
			v.Rows = append(v.Rows, box)
		}
	}
	lanes := assign(g, nodes, row)
	count := 0
	for _, lane := range lanes {
		count = max(count, lane+1)
	}
	step := max(2, min(laneStep, mostLanes/max(1, count)))
	v.W, v.H = count*step+8, len(v.Rows)*rowHeight
	x := func(lane int) int { return v.W - 8 - step*lane }
	for _, i := range nodes {
		lane, ok := lanes[i]
		if !ok {
			continue
		}
		var path strings.Builder
		fmt.Fprintf(&path, "M%d %dH%d", v.W, row[i]*rowHeight+starts, x(lane))
		names := []string{fmt.Sprint(i)}
		for _, j := range g.importers(i) {
			y := row[j]*rowHeight + joins
			fmt.Fprintf(&path, "V%dH%dM%d %d", y, v.W, x(lane), y)
			v.Dots = append(v.Dots, dot{x(lane), y})
			names = append(names, fmt.Sprint(j))
		}
		v.Lanes = append(v.Lanes, importLine{Nodes: strings.Join(names, " "), Path: path.String()})
	}
	return v
}

// assign gives each node that is imported a lane that is free on its way, near to
// the boxes.
func assign(g *importGraph, nodes []int, row map[int]int) map[int]int {
	lanes := make(map[int]int)
	var ends []int // row in which each lane becomes free
	for _, i := range nodes {
		importers := g.importers(i)
		if len(importers) == 0 {
			continue
		}
		lane := slices.IndexFunc(ends, func(end int) bool { return end <= row[i] })
		if lane < 0 {
			lane = len(ends)
			ends = append(ends, 0)
		}
		lanes[i], ends[lane] = lane, row[importers[len(importers)-1]]
	}
	return lanes
}

// importers returns the nodes that import one, in their order.
func (g *importGraph) importers(i int) []int {
	var list []int
	for j := range g.nodes {
		if slices.Contains(g.nodes[j].below(), i) {
			list = append(list, j)
		}
	}
	return list
}
