// Package textedit collects edits by byte position against one file and
// applies them at once, so that all that is not edited stays byte-identical.
package textedit

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
)

// Buffer is a file's source and the edits planned for it. Positions are
// offsets into the source as it was given, whatever has been edited before.
// A Buffer is for one goroutine.
type Buffer struct {
	src   []byte
	edits []edit
	moves []move
	seen  map[edit]bool
	wraps int
}

// move takes src[start:end], as other edits leave it, to another position.
type move struct {
	start, end     int
	leave          *string // what replaces the range; nil: another edit says
	prefix, suffix string
}

// rank orders edits at one position: what closes something to the left comes
// first, then plain insertions, then what opens something to the right.
type rank uint8

const (
	closing rank = iota
	insertion
	opening
	replacement
)

type edit struct {
	start, end int
	text       string
	rank       rank
	other      int // a wrap's other end
	wrap       int // the number of the wrap, in the order in which they were asked for
	move       int // the number of the move whose text belongs here, from 1
}

// NewBuffer returns a buffer without edits. It keeps src and does not change it.
func NewBuffer(src []byte) *Buffer {
	return &Buffer{src: src, seen: map[edit]bool{}}
}

func (b *Buffer) add(e edit) {
	if b.seen[e] && e.rank == replacement {
		return // two rules may drop the same bytes
	}
	b.seen[e] = true
	b.edits = append(b.edits, e)
}

// Replace replaces src[start:end] by text. The same replacement asked for
// twice counts once.
func (b *Buffer) Replace(start, end int, text string) {
	b.add(edit{start: start, end: end, text: text, rank: replacement})
}

// Delete removes src[start:end].
func (b *Buffer) Delete(start, end int) { b.Replace(start, end, "") }

// Insert puts text at pos: after what closes there, before what opens there.
// Several insertions at one position keep the order in which they were asked for.
func (b *Buffer) Insert(pos int, text string) {
	b.add(edit{start: pos, end: pos, text: text, rank: insertion})
}

// Wrap puts prefix before and suffix after src[start:end]. Wraps nest: of two
// that begin or end at one position the longer one is outside, of two around
// the same range the one that was asked for later.
func (b *Buffer) Wrap(start, end int, prefix, suffix string) {
	b.wraps++
	b.add(edit{start: start, end: start, text: prefix, rank: opening, other: end, wrap: b.wraps})
	b.add(edit{start: end, end: end, text: suffix, rank: closing, other: start, wrap: b.wraps})
}

// Move puts src[start:end], with the edits that lie inside it, at position to,
// between prefix and suffix. What is left behind stays unless it is replaced;
// replace the range, or one around it, to take it away.
func (b *Buffer) Move(start, end, to int, prefix, suffix string) {
	b.move(to, move{start: start, end: end, prefix: prefix, suffix: suffix})
}

// MoveLeaving is Move that puts text in the place of what it takes away.
func (b *Buffer) MoveLeaving(start, end, to int, prefix, suffix, text string) {
	b.move(to, move{start: start, end: end, prefix: prefix, suffix: suffix, leave: &text})
}

// Supersede replaces src[start:end] by text, and with it the edits that lie
// inside.
func (b *Buffer) Supersede(start, end int, text string) {
	b.moves = append(b.moves, move{start: start, end: end, leave: &text})
}

func (b *Buffer) move(to int, m move) {
	b.moves = append(b.moves, m)
	b.add(edit{start: to, end: to, rank: insertion, move: len(b.moves)})
}

// Empty reports whether no edit was asked for.
func (b *Buffer) Empty() bool { return len(b.edits) == 0 && len(b.moves) == 0 }

// Source returns the text as it was given.
func (b *Buffer) Source() []byte { return b.src }

// Bytes applies the edits. It fails when two of them contradict each other:
// their ranges overlap, or one lies inside what another replaces. In a file
// with CRLF line ends, inserted text gets them too.
func (b *Buffer) Bytes() ([]byte, error) {
	edits, err := b.settleMoves()
	if err != nil {
		return nil, err
	}
	return apply(b.src, edits)
}

// settleMoves takes the edits inside moved ranges out and gives the edits that
// stand for moves their text.
func (b *Buffer) settleMoves() ([]edit, error) {
	s := &settling{
		src: b.src, moves: b.moves, edits: append([]edit(nil), b.edits...),
		begun: make([]bool, len(b.moves)), ended: make([]bool, len(b.moves)),
	}
	for i := range b.moves {
		if err := s.settle(i); err != nil {
			return nil, err
		}
	}
	return s.edits, nil
}

// settling is a run through all moves: in their order, but those into a moved
// range before the range itself.
type settling struct {
	src   []byte
	moves []move
	edits []edit
	begun []bool
	ended []bool
}

func (s *settling) settle(i int) error {
	if s.begun[i] {
		return nil
	}
	s.begun[i] = true
	m := s.moves[i]
	for _, e := range append([]edit(nil), s.edits...) {
		if e.move > 0 && e.within(m.start, m.end) {
			if err := s.settle(e.move - 1); err != nil {
				return err
			}
		}
	}
	return s.take(i, m)
}

// take carries out one move.
func (s *settling) take(i int, m move) error {
	var inside, outside []edit
	for _, e := range s.edits {
		switch {
		case !e.within(m.start, m.end):
			outside = append(outside, e)
		case e.move > 0 && !s.ended[e.move-1]:
			return fmt.Errorf("bytes %d to %d are moved into what is moved into them", m.start, m.end)
		default:
			inside = append(inside, e.shift(-m.start))
		}
	}
	text, err := apply(s.src[m.start:m.end], inside)
	if err != nil {
		return err
	}
	for j := range outside {
		if outside[j].move == i+1 {
			outside[j].text = m.prefix + string(text) + m.suffix
		}
	}
	if m.leave != nil {
		outside = append(outside, edit{start: m.start, end: m.end, text: *m.leave, rank: replacement})
	}
	s.edits, s.ended[i] = outside, true
	return nil
}

// within reports whether the edit concerns src[start:end] only.
func (e edit) within(start, end int) bool {
	switch e.rank {
	case opening:
		return e.start >= start && e.other <= end
	case closing:
		return e.start <= end && e.other >= start
	case insertion:
		return e.start > start && e.start < end // at its start it stands in front
	default:
		return e.start >= start && e.end <= end && e.start < end
	}
}

func (e edit) shift(by int) edit {
	e.start += by
	e.end += by
	e.other += by
	return e
}

func apply(src []byte, edits []edit) ([]byte, error) {
	edits = append([]edit(nil), edits...)
	sort.SliceStable(edits, func(i, j int) bool { return before(edits[i], edits[j]) })
	crlf := bytes.Contains(src, []byte("\r\n"))
	var out bytes.Buffer
	last := 0
	for _, e := range edits {
		if e.start < last || e.end > len(src) || e.start > e.end {
			return nil, fmt.Errorf("edit of bytes %d to %d (%q) contradicts another edit", e.start, e.end, e.text)
		}
		out.Write(src[last:e.start])
		text := e.text
		if crlf {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		out.WriteString(text)
		last = e.end
	}
	out.Write(src[last:])
	return out.Bytes(), nil
}

func before(a, b edit) bool {
	if a.start != b.start {
		return a.start < b.start
	}
	if a.rank != b.rank {
		return a.rank < b.rank
	}
	switch a.rank {
	case closing, opening:
		// closing: the inner wrap began later; opening: the outer wrap ends later.
		if a.other != b.other {
			return a.other > b.other
		}
		return (a.wrap < b.wrap) == (a.rank == closing)
	}
	return false
}
