package report

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
)

// tile is one package in the treemap; the numbers are percent of the whole.
type tile struct {
	look
	Path, Label  string
	Verdict      Verdict
	Link         template.URL
	Lines, Sites int
	X, Y, W, H   float64
	// Named and Detailed are tiles with room for a name and for a second line.
	Named, Detailed bool
}

// treemap is drawn twice, for wide and for narrow screens; the page shows one.
type treemap struct {
	Class string
	Tiles []tile
}

func (r *Report) treemaps() []treemap {
	maps := []treemap{{"wide", r.tiles(1100, 416)}, {"narrow", r.tiles(330, 576)}}
	for i := range maps[1].Tiles {
		t := &maps[1].Tiles[i]
		t.Label = t.Label[strings.LastIndex(t.Label, "/")+1:]
	}
	return maps
}

// inscribe leaves out the text that a tile of that size, in pixels, has no
// room for. Its title has all of it.
func (t *tile) inscribe(w, h float64) {
	t.Named = w >= 60 && h >= 20
	t.Detailed = t.Named && w >= 70 && h >= 38
	if w < 22 || h < 20 {
		t.Symbol = ""
	}
}

// tiles lays out the packages so that areas go by lines of source. Small ones
// are drawn larger than they are, so that none is too small to be seen. The
// size of the map is about what the page gives it, in pixels.
func (r *Report) tiles(w, h float64) []tile {
	var list []tile
	total := 0
	for _, p := range r.Packages {
		total += p.Counts.Lines
	}
	least := max(1, total/(8*max(1, len(r.Packages))))
	for _, p := range r.Packages {
		list = append(list, tile{look: p.Verdict.look(), Path: p.Path, Label: r.shortPath(p.Path), Verdict: p.Verdict,
			Link: packageLink(p.Path), Lines: p.Counts.Lines, Sites: p.Counts.Applicable()})
	}
	size := func(t tile) float64 { return float64(max(least, t.Lines)) }
	slices.SortStableFunc(list, func(a, b tile) int { return cmp.Compare(size(b), size(a)) })
	sizes := make([]float64, len(list))
	for i, t := range list {
		sizes[i] = size(t)
	}
	for i, box := range squarify(sizes, box{0, 0, w, h}) {
		list[i].X, list[i].W = round(100*box.x/w), round(100*box.w/w)
		list[i].Y, list[i].H = round(100*box.y/h), round(100*box.h/h)
		list[i].inscribe(box.w, box.h)
	}
	return list
}

// round keeps the page short.
func round(x float64) float64 { return float64(int(x*100+0.5)) / 100 }

type box struct{ x, y, w, h float64 }

// squarify lays out areas in proportion to sizes, the largest first, in rows
// along the shorter side of what is free, each row with as many as make its
// boxes most like squares. (Bruls, Huizing and van Wijk, Squarified Treemaps.)
func squarify(sizes []float64, free box) []box {
	sum := 0.0
	for _, s := range sizes {
		sum += s
	}
	scale := free.w * free.h / sum
	var boxes []box
	for len(sizes) > 0 {
		side := min(free.w, free.h)
		n, row := 1, sizes[0]*scale
		for n < len(sizes) {
			more := row + sizes[n]*scale
			if worst(sizes[0]*scale, sizes[n]*scale, more, side) > worst(sizes[0]*scale, sizes[n-1]*scale, row, side) {
				break
			}
			row = more
			n++
		}
		depth := row / side
		at := 0.0
		for _, s := range sizes[:n] {
			length := s * scale / depth
			if free.w >= free.h {
				boxes = append(boxes, box{free.x, free.y + at, depth, length})
			} else {
				boxes = append(boxes, box{free.x + at, free.y, length, depth})
			}
			at += length
		}
		if free.w >= free.h {
			free.x, free.w = free.x+depth, free.w-depth
		} else {
			free.y, free.h = free.y+depth, free.h-depth
		}
		sizes = sizes[n:]
	}
	return boxes
}

// worst returns the largest ratio of sides in a row of that area along side,
// whose largest and smallest boxes are given.
func worst(largest, smallest, area, side float64) float64 {
	return max(side*side*largest/(area*area), area*area/(side*side*smallest))
}
