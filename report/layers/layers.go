// Package layers lays out a directed graph without cycles in columns: a node
// stands to the right of all that it rests on, as near to them as its neighbours
// allow, and lines go round the nodes that stand between their ends.
//
// It computes in whole numbers, so that a drawing is the same on every machine.
package layers

// Node is one box of a graph.
type Node struct {
	W, H int
	// Below are the indices of the nodes that it rests on. They make no cycle.
	Below []int
}

// Box is the place of a node. Those of one column are equally wide.
type Box struct{ X, Y, W, H int }

// Point is a place in a drawing; y grows downwards.
type Point struct{ X, Y int }

// Line leads from the right side of a node to the left side of one that rests
// on it.
type Line struct {
	From, To int // indices of nodes
	// Points are where it leaves and enters columns, two for each column between.
	Points []Point
}

// Drawing is a graph with its places.
type Drawing struct {
	W, H  int
	Boxes []Box  // of the nodes
	Lines []Line // by To, then by From
}

// The space between columns and between what stands in one.
const (
	columnGap = 44
	rowGap    = 12
)

// Draw lays out a graph. Where the edges leave a choice, nodes stand in the order
// of their indices.
func Draw(nodes []Node) *Drawing {
	g := newGrid(nodes)
	g.order()
	g.settle()
	return g.drawing()
}

// levels returns how far above those that rest on nothing each node stands.
func levels(nodes []Node) []int {
	level := make([]int, len(nodes))
	known := make([]bool, len(nodes))
	var visit func(i int) int
	visit = func(i int) int {
		if !known[i] {
			known[i] = true
			for _, j := range nodes[i].Below {
				level[i] = max(level[i], visit(j)+1)
			}
		}
		return level[i]
	}
	for i := range nodes {
		visit(i)
	}
	return level
}
