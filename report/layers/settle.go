package layers

import "slices"

// rounds is how often the places are evened out.
const rounds = 8

// settle gives each slot a place from top to bottom: at first as far up as can be,
// then as near to the middle of its neighbours as the order allows.
func (g *grid) settle() {
	for _, column := range g.columns {
		y := 0
		for _, i := range column {
			g.slots[i].y = y
			y += g.slots[i].h + rowGap
		}
	}
	for range rounds {
		for c := range g.columns {
			g.align(c, func(s *slot) []int { return s.left })
		}
		for c := len(g.columns) - 1; c >= 0; c-- {
			g.align(c, func(s *slot) []int { return s.right })
		}
	}
	for c := range g.columns {
		g.align(c, func(s *slot) []int { return slices.Concat(s.left, s.right) })
	}
	if len(g.slots) == 0 {
		return
	}
	top := g.slots[0].y
	for i := range g.slots {
		top = min(top, g.slots[i].y)
	}
	for i := range g.slots {
		g.slots[i].y -= top
	}
}

// block is a run of slots of a column that stand close together.
type block struct {
	first, n int // slots of the column
	sum      int // of where each of them wants the block to begin
	h        int // with a gap below each
}

func (b block) top() int { return b.sum / b.n }

// align moves the slots of a column to where their neighbours are, and those that
// would come too close to each other together to the average of what they want. That
// is the least squares fit that keeps the order (pool adjacent violators).
func (g *grid) align(c int, neighbours func(*slot) []int) {
	var blocks []block
	for k, i := range g.columns[c] {
		b := block{first: k, n: 1, sum: g.wanted(i, neighbours), h: g.slots[i].h + rowGap}
		for len(blocks) > 0 {
			last := blocks[len(blocks)-1]
			if last.top()+last.h <= b.top() {
				break
			}
			b = block{last.first, last.n + b.n, last.sum + b.sum - b.n*last.h, last.h + b.h}
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	for _, b := range blocks {
		y := b.top()
		for _, i := range g.columns[c][b.first : b.first+b.n] {
			g.slots[i].y = y
			y += g.slots[i].h + rowGap
		}
	}
}

// wanted is where a slot stands beside the middle of its neighbours.
func (g *grid) wanted(i int, neighbours func(*slot) []int) int {
	near := neighbours(&g.slots[i])
	if len(near) == 0 {
		return g.slots[i].y
	}
	sum := 0
	for _, j := range near {
		sum += g.middle(j)
	}
	return sum/len(near) - g.slots[i].h/2
}
