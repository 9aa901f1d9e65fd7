package unified

import (
	"slices"
	"sort"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// edits returns line edits that make after of before. Lines that both files have
// once stay where they agree in order, and only what lies between two of these is
// given to the library: it looks for no more than a hundred differences and then
// replaces the rest whole, so that a file with many small changes would look
// rewritten.
func edits(before, after string) []udiff.Edit {
	c := &comparison{before: split(before), after: split(after)}
	c.compare(span{0, len(c.before.lines)}, span{0, len(c.after.lines)})
	return c.edits
}

// text is a file in lines, with the offset at which each begins and the one
// behind the last.
type text struct {
	src     string
	lines   []string
	offsets []int
}

func split(src string) text {
	t := text{src: src}
	offset := 0
	for line := range strings.Lines(src) {
		t.lines, t.offsets = append(t.lines, line), append(t.offsets, offset)
		offset += len(line)
	}
	t.offsets = append(t.offsets, offset)
	return t
}

// of returns the text of some lines.
func (t text) of(s span) string { return t.src[t.offsets[s.from]:t.offsets[s.to]] }

// span is a run of lines, the last one excluded.
type span struct{ from, to int }

func (s span) empty() bool { return s.from == s.to }

type comparison struct {
	before, after text
	edits         []udiff.Edit
}

// compare adds the edits for one run of lines.
func (c *comparison) compare(a, b span) {
	for !a.empty() && !b.empty() && c.before.lines[a.from] == c.after.lines[b.from] {
		a.from, b.from = a.from+1, b.from+1
	}
	for !a.empty() && !b.empty() && c.before.lines[a.to-1] == c.after.lines[b.to-1] {
		a.to, b.to = a.to-1, b.to-1
	}
	if a.empty() && b.empty() {
		return
	}
	anchors := c.anchors(a, b)
	if len(anchors) == 0 {
		c.library(a, b)
		return
	}
	for _, at := range anchors {
		c.compare(span{a.from, at.a}, span{b.from, at.b})
		a.from, b.from = at.a+1, at.b+1
	}
	c.compare(a, b)
}

// library adds the edits that the library finds.
func (c *comparison) library(a, b span) {
	offset := c.before.offsets[a.from]
	for _, e := range udiff.Lines(c.before.of(a), c.after.of(b)) {
		c.edits = append(c.edits, udiff.Edit{Start: offset + e.Start, End: offset + e.End, New: e.New})
	}
}

// pair is a line in both files.
type pair struct{ a, b int }

// anchors returns the lines that each side has once, as many as agree in order:
// the longest rising sequence.
func (c *comparison) anchors(a, b span) []pair {
	inBefore, inAfter := once(c.before.lines, a), once(c.after.lines, b)
	var pairs []pair
	for i := a.from; i < a.to; i++ {
		line := c.before.lines[i]
		if at, ok := inAfter[line]; ok && at >= 0 && inBefore[line] == i {
			pairs = append(pairs, pair{i, at})
		}
	}
	var ends []int // by length less one: the pair that ends such a sequence earliest
	previous := make([]int, len(pairs))
	for i, p := range pairs {
		n := sort.Search(len(ends), func(k int) bool { return pairs[ends[k]].b >= p.b })
		previous[i] = -1
		if n > 0 {
			previous[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	var list []pair
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = previous[i] {
			list = append(list, pairs[i])
		}
	}
	slices.Reverse(list)
	return list
}

// once returns the indexes of the lines that occur once; -1 for the others.
func once(lines []string, s span) map[string]int {
	index := make(map[string]int, s.to-s.from)
	for i := s.from; i < s.to; i++ {
		if _, seen := index[lines[i]]; seen {
			index[lines[i]] = -1
		} else {
			index[lines[i]] = i
		}
	}
	return index
}
