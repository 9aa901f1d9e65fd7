package layers_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/report/layers"
)

// random returns a graph without cycles.
func random(seed uint64, n int) []layers.Node {
	r := rand.New(rand.NewPCG(seed, 1))
	nodes := make([]layers.Node, n)
	for i := range nodes {
		nodes[i].W, nodes[i].H = 50+r.IntN(100), 20+r.IntN(60)
		for j := range i {
			if r.IntN(n) < 2 {
				nodes[i].Below = append(nodes[i].Below, j)
			}
		}
	}
	r.Shuffle(n, func(i, j int) { // indices say nothing of the order
		nodes[i], nodes[j] = nodes[j], nodes[i]
		swap := map[int]int{i: j, j: i}
		for k := range nodes {
			for l, below := range nodes[k].Below {
				if to, ok := swap[below]; ok {
					nodes[k].Below[l] = to
				}
			}
		}
	})
	return nodes
}

// Nodes stand to the right of what they rest on, within the drawing, and none on
// another; lines begin and end at their nodes and go through none.
func TestDraw(t *testing.T) {
	for seed := range uint64(60) {
		nodes := random(seed, 1+int(seed)/2)
		d := layers.Draw(nodes)
		lines := make(map[[2]int]layers.Line)
		for _, l := range d.Lines {
			lines[[2]int{l.From, l.To}] = l
		}
		edges := 0
		for i, n := range nodes {
			a := d.Boxes[i]
			if a.W < n.W || a.H != n.H || a.X < 0 || a.Y < 0 || a.X+a.W > d.W || a.Y+a.H > d.H {
				t.Errorf("seed %d: node %d of %d by %d is at %v in %d by %d", seed, i, n.W, n.H, a, d.W, d.H)
			}
			for j, b := range d.Boxes[:i] {
				if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
					t.Errorf("seed %d: nodes %d and %d overlap: %v, %v", seed, i, j, a, b)
				}
			}
			for _, j := range n.Below {
				edges++
				b := d.Boxes[j]
				if b.X+b.W >= a.X {
					t.Errorf("seed %d: node %d at %v rests on %d at %v", seed, i, a, j, b)
				}
				line, ok := lines[[2]int{j, i}]
				if !ok {
					t.Fatalf("seed %d: no line from %d to %d", seed, j, i)
				}
				first, last := line.Points[0], line.Points[len(line.Points)-1]
				if first != (layers.Point{X: b.X + b.W, Y: b.Y + b.H/2}) || last != (layers.Point{X: a.X, Y: a.Y + a.H/2}) {
					t.Errorf("seed %d: the line from %v to %v is %v", seed, b, a, line.Points)
				}
				for _, p := range line.Points[1 : len(line.Points)-1] {
					for k, c := range d.Boxes {
						if p.X >= c.X && p.X <= c.X+c.W && p.Y >= c.Y && p.Y <= c.Y+c.H {
							t.Errorf("seed %d: the line from %d to %d goes through %d", seed, j, i, k)
						}
					}
				}
			}
		}
		if edges != len(d.Lines) {
			t.Errorf("seed %d: %d lines for %d edges", seed, len(d.Lines), edges)
		}
		if diff := cmp.Diff(d, layers.Draw(nodes)); diff != "" {
			t.Errorf("seed %d: two drawings differ:\n%s", seed, diff)
		}
	}
}

// Lines that need not cross do not: three pairs, given crosswise.
func TestFewCrossings(t *testing.T) {
	box := func(below ...int) layers.Node { return layers.Node{W: 10, H: 10, Below: below} }
	d := layers.Draw([]layers.Node{box(), box(), box(), box(2), box(1), box(0)})
	for _, l := range d.Lines {
		if l.Points[0].Y != l.Points[1].Y {
			t.Errorf("the line from %d to %d is not straight: %v", l.From, l.To, l.Points)
		}
	}
}

// A line to a node two columns on goes past what stands between.
func TestLineAround(t *testing.T) {
	d := layers.Draw([]layers.Node{{W: 10, H: 10}, {W: 30, H: 10, Below: []int{0}}, {W: 10, H: 10, Below: []int{0, 1}}})
	for _, l := range d.Lines {
		if want := map[bool]int{true: 4, false: 2}[l.From == 0 && l.To == 2]; len(l.Points) != want {
			t.Errorf("the line from %d to %d has %d points, want %d", l.From, l.To, len(l.Points), want)
		}
	}
}

func TestNothing(t *testing.T) {
	if d := layers.Draw(nil); d.W != 0 || d.H != 0 {
		t.Errorf("nothing is %d by %d", d.W, d.H)
	}
}
