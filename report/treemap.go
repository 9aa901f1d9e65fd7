package report

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"
)

// tile is one package in the treemap; the numbers are percent of the whole.
type tile struct {
	look
	Path, Label  string
	Verdict      Verdict
	Link         template.URL
	Lines, Sites int
	X, Y, W, H   float64
	Named        bool   // whether there is room for the name
	Detail       string // the second line, if there is room for one
}

// treemap is drawn twice, for wide and for narrow screens; the page shows one.
type treemap struct {
	Class  string
	Height int // in pixels
	Tiles  []tile
}

// treemaps returns none when there is nothing to compare.
func (r *Report) treemaps() []treemap {
	n := len(r.Packages)
	if n < 2 {
		return nil
	}
	// A few packages need less room.
	wide, narrow := min(416, 48+24*n), min(576, 48*n)
	return []treemap{{"wide", wide, r.tiles(1100, float64(wide))}, {"narrow", narrow, r.tiles(328, float64(narrow))}}
}

// inscribe leaves out the text that a tile of that size, in pixels, has no
// room for. Its title has all of it.
func (t *tile) inscribe(w, h float64) {
	const bold, small = 8, 6.6 // about as wide as a letter is
	fits := func(text string) bool { return 12+small*float64(utf8.RuneCountInString(text)) <= w }
	letters := int((w-12)/bold) - 2 // without the symbol
	if utf8.RuneCountInString(t.Label) > letters {
		t.Label = t.Label[strings.LastIndex(t.Label, "/")+1:]
	}
	if t.Named = h >= 20 && (letters >= 8 || utf8.RuneCountInString(t.Label) <= letters); t.Named {
		t.Label = shorten(t.Label, letters)
	}
	t.Detail = fmt.Sprintf("%d lines", t.Lines)
	if all := fmt.Sprintf("%s, %d to port", t.Detail, t.Sites); t.Sites > 0 && fits(all) {
		t.Detail = all
	}
	if h < 38 || !fits(t.Detail) {
		t.Detail = ""
	}
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
