package report

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/asyncport/asyncport/report/layers"
)

// importsView is the import graph as the page shows it: a picture in columns for
// wide screens, one in lanes for narrow ones, and a table with all packages.
type importsView struct {
	LeftOut     string
	Tests, Some bool // whether there are imports of tests alone; any at all
	Columns     columnsView
	Lanes       lanesView
	Alone       []importBox // packages without imports among those that are drawn
	Rows        []importRow
}

// columnsView is a picture with its size in pixels.
type columnsView struct {
	W, H   int
	Frames []layers.Box // around packages that import each other
	Boxes  []importBox
	Lines  []importLine
}

// importBox is one package.
type importBox struct {
	look
	Path, Label, Left string
	Verdict           Verdict
	Link              template.URL
	Node              int // what lines name
	X, Y, W, H        int
}

type importLine struct {
	Nodes string // between which, for the script
	Path  string
	Tests bool
}

// importRow is one package of the table.
type importRow struct {
	importBox
	Imports, ImportedBy string
}

// The sizes of what is drawn, in pixels.
const (
	boxHeight = 40
	boxGap    = 4 // between packages in a frame
	framePad  = 6
)

// drawImports returns nil when there is nothing between which imports could be.
func (r *Report) drawImports() *importsView {
	if len(r.Packages) < 2 {
		return nil
	}
	g := r.importGraph()
	v := &importsView{LeftOut: g.leftOut(len(r.Packages)), Rows: r.importRows()}
	used := g.connected()
	var nodes []int // those with lines, as indices into g.nodes
	for i, n := range g.nodes {
		v.Tests = v.Tests || len(n.tests) > 0
		if used[i] || len(n.packages) > 1 {
			nodes = append(nodes, i)
		} else {
			v.Alone = append(v.Alone, r.importBox(n.packages[0], i))
		}
	}
	v.Some = len(nodes) > 0
	v.Columns = r.columns(g, nodes)
	v.Lanes = r.lanes(g, nodes)
	return v
}

// connected says of each node whether it imports or is imported.
func (g *importGraph) connected() []bool {
	used := make([]bool, len(g.nodes))
	for i, n := range g.nodes {
		for _, j := range n.below() {
			used[i], used[j] = true, true
		}
	}
	return used
}

func (r *Report) importBox(p *Package, node int) importBox {
	left := "nothing left"
	var parts []string
	if n := p.Counts.Applicable(); n > 0 {
		parts = append(parts, count(n, "site"))
	}
	if n := p.Counts.Findings; n > 0 {
		parts = append(parts, count(n, "finding"))
	}
	if len(parts) > 0 {
		left = strings.Join(parts, ", ")
	}
	return importBox{look: p.Verdict.look(), Path: p.Path, Label: r.shortPath(p.Path), Left: left,
		Verdict: p.Verdict, Link: packageLink(p.Path), Node: node, H: boxHeight}
}

// columns draws nodes in columns.
func (r *Report) columns(g *importGraph, nodes []int) columnsView {
	place := make(map[int]int)
	for k, i := range nodes {
		place[i] = k
	}
	boxes := make([][]importBox, len(nodes))
	list := make([]layers.Node, len(nodes))
	for k, i := range nodes {
		for _, p := range g.nodes[i].packages {
			box := r.importBox(p, i)
			box.Label = shorten(box.Label, 26)
			list[k].W = max(list[k].W, box.width())
			boxes[k] = append(boxes[k], box)
		}
		list[k].H = len(boxes[k])*(boxHeight+boxGap) - boxGap
		if len(boxes[k]) > 1 {
			list[k].W, list[k].H = list[k].W+2*framePad, list[k].H+2*framePad
		}
		for _, j := range g.nodes[i].below() {
			list[k].Below = append(list[k].Below, place[j])
		}
	}
	d := layers.Draw(list)
	v := columnsView{W: d.W, H: d.H}
	for k, at := range d.Boxes {
		if len(boxes[k]) > 1 {
			v.Frames = append(v.Frames, at)
			at.X, at.Y, at.W = at.X+framePad, at.Y+framePad, at.W-2*framePad
		}
		for n, box := range boxes[k] {
			box.X, box.Y, box.W = at.X, at.Y+n*(boxHeight+boxGap), at.W
			v.Boxes = append(v.Boxes, box)
		}
	}
	for _, l := range d.Lines {
		from, to := nodes[l.From], nodes[l.To]
		v.Lines = append(v.Lines, importLine{fmt.Sprintf("%d %d", from, to), curve(l.Points), slices.Contains(g.nodes[to].tests, from)})
	}
	return v
}

// width is about that of the text, and of the space around it.
func (b *importBox) width() int {
	letters := max(utf8.RuneCountInString(b.Label)+2, utf8.RuneCountInString(b.Left))
	return max(96, 17*letters/2+20)
}

// shorten leaves out the first directories of a path that has more than that many
// letters, or the end of its last element.
func shorten(label string, letters int) string {
	for utf8.RuneCountInString(label) > letters {
		_, rest, more := strings.Cut(strings.TrimPrefix(label, "…/"), "/")
		if !more {
			return string([]rune(label)[:letters-1]) + "…"
		}
		label = "…/" + rest
	}
	return label
}

// curve draws a line: a bend from column to column, straight through those on its
// way.
func curve(points []layers.Point) string {
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", points[0].X, points[0].Y)
	for k := 1; k < len(points); k++ {
		from, to := points[k-1], points[k]
		switch {
		case k%2 == 0 || from.Y == to.Y:
			fmt.Fprintf(&b, "H%d", to.X)
		default:
			middle := (from.X + to.X) / 2
			fmt.Fprintf(&b, "C%d %d %d %d %d %d", middle, from.Y, middle, to.Y, to.X, to.Y)
		}
	}
	return b.String()
}
