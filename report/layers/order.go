package layers

import (
	"cmp"
	"slices"
)

// sweeps is how often the columns are sorted from left to right and back. More
// change nothing in graphs that a reader can follow.
const sweeps = 12

// order sorts the columns so that few lines cross: each slot goes to the average
// place of its neighbours in the column before, forth and back, and the best order
// that was seen is kept. (Sugiyama, Tagawa and Toda's method.)
func (g *grid) order() {
	best, fewest := g.snapshot(), g.crossings()
	for sweep := 0; sweep < sweeps && fewest > 0; sweep++ {
		if sweep%2 == 0 {
			for c := 1; c < len(g.columns); c++ {
				g.sort(c, c-1, func(s *slot) []int { return s.left })
			}
		} else {
			for c := len(g.columns) - 2; c >= 0; c-- {
				g.sort(c, c+1, func(s *slot) []int { return s.right })
			}
		}
		if n := g.crossings(); n < fewest {
			best, fewest = g.snapshot(), n
		}
	}
	g.columns = best
}

func (g *grid) snapshot() [][]int {
	columns := make([][]int, len(g.columns))
	for c, column := range g.columns {
		columns[c] = slices.Clone(column)
	}
	return columns
}

// sort orders a column by the places of neighbours in another. What has none stays
// where it is.
func (g *grid) sort(c, beside int, neighbours func(*slot) []int) {
	place := g.places(beside)
	type ranked struct{ slot, sum, n int }
	list := make([]ranked, len(g.columns[c]))
	for k, i := range g.columns[c] {
		list[k] = ranked{slot: i, sum: k, n: 1}
		if near := neighbours(&g.slots[i]); len(near) > 0 {
			list[k].sum, list[k].n = 0, len(near)
			for _, j := range near {
				list[k].sum += place[j]
			}
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(a.sum*b.n, b.sum*a.n) })
	for k, r := range list {
		g.columns[c][k] = r.slot
	}
}

// places returns where in its column each slot stands.
func (g *grid) places(c int) map[int]int {
	place := make(map[int]int, len(g.columns[c]))
	for k, i := range g.columns[c] {
		place[i] = k
	}
	return place
}

// crossings counts the pairs of lines that cross between columns.
func (g *grid) crossings() int {
	n := 0
	for c := 0; c+1 < len(g.columns); c++ {
		place := g.places(c + 1)
		var ends []int // from top to bottom on the left, their ends on the right
		for _, i := range g.columns[c] {
			var list []int
			for _, j := range g.slots[i].right {
				list = append(list, place[j])
			}
			slices.Sort(list)
			ends = append(ends, list...)
		}
		for k, a := range ends {
			for _, b := range ends[k+1:] {
				if b < a {
					n++
				}
			}
		}
	}
	return n
}
