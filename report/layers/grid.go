package layers

import "slices"

// slot is what stands in a column: a node, or the place where lines to a node
// further left pass through. Lines to one node share it.
type slot struct {
	node        int // that stands here, or that the lines lead to
	passes      bool
	left, right []int // neighbours in the columns beside, by their index in the grid
	column, y   int
	h           int
}

// passHeight is the room that lines passing through a column get.
const passHeight = 4

// grid is a drawing in the making.
type grid struct {
	nodes   []Node
	level   []int
	slots   []slot  // first those of the nodes, by the same index
	columns [][]int // slots from top to bottom
}

func newGrid(nodes []Node) *grid {
	g := &grid{nodes: nodes, level: levels(nodes)}
	for i, n := range nodes {
		g.add(slot{node: i, column: g.level[i], h: n.H})
	}
	passes := make(map[[2]int]int) // node and column -> slot
	for i, n := range nodes {
		for _, j := range n.Below {
			at := j
			for column := g.level[j] + 1; column < g.level[i]; column++ {
				next, ok := passes[[2]int{j, column}]
				if !ok {
					next = g.add(slot{node: j, passes: true, column: column, h: passHeight})
					passes[[2]int{j, column}] = next
					g.join(at, next)
				}
				at = next
			}
			g.join(at, i)
		}
	}
	return g
}

func (g *grid) add(s slot) int {
	for len(g.columns) <= s.column {
		g.columns = append(g.columns, nil)
	}
	g.slots = append(g.slots, s)
	g.columns[s.column] = append(g.columns[s.column], len(g.slots)-1)
	return len(g.slots) - 1
}

func (g *grid) join(left, right int) {
	g.slots[left].right = append(g.slots[left].right, right)
	g.slots[right].left = append(g.slots[right].left, left)
}

// drawing returns the places.
func (g *grid) drawing() *Drawing {
	d := &Drawing{Boxes: make([]Box, len(g.nodes))}
	lefts, rights := make([]int, len(g.columns)), make([]int, len(g.columns))
	for c, column := range g.columns {
		lefts[c], rights[c] = d.W, d.W
		for _, i := range column {
			s := &g.slots[i]
			if !s.passes {
				rights[c] = max(rights[c], d.W+g.nodes[i].W)
			}
			d.H = max(d.H, s.y+s.h)
		}
		d.W = rights[c] + columnGap
	}
	d.W = max(0, d.W-columnGap)
	for i, n := range g.nodes {
		c := g.level[i]
		d.Boxes[i] = Box{lefts[c], g.slots[i].y, rights[c] - lefts[c], n.H}
	}
	for i, n := range g.nodes {
		for _, j := range slices.Sorted(slices.Values(n.Below)) {
			l := Line{From: j, To: i, Points: []Point{{rights[g.level[j]], g.middle(j)}}}
			for _, p := range g.between(j, i) {
				c, y := g.slots[p].column, g.middle(p)
				l.Points = append(l.Points, Point{lefts[c], y}, Point{rights[c], y})
			}
			l.Points = append(l.Points, Point{lefts[g.level[i]], g.middle(i)})
			d.Lines = append(d.Lines, l)
		}
	}
	return d
}

func (g *grid) middle(i int) int { return g.slots[i].y + g.slots[i].h/2 }

// between returns the slots that the line from one node to another passes
// through.
func (g *grid) between(from, to int) []int {
	var list []int
	at := from
	for g.slots[at].column+1 < g.slots[to].column {
		at = g.slots[at].right[slices.IndexFunc(g.slots[at].right, func(i int) bool {
			return g.slots[i].passes && g.slots[i].node == from
		})]
		list = append(list, at)
	}
	return list
}
