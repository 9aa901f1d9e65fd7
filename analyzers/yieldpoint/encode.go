package yieldpoint

import (
	"encoding/binary"
	"slices"
)

// A fact is mostly names that begin alike and occur several times. It is
// therefore written as a sorted table of its strings, each without the part that
// it shares with the one before, and as numbers that point into the table.

// GobEncode writes the fact; equal facts give equal bytes.
func (f *Fact) GobEncode() ([]byte, error) {
	table := f.strings()
	index := make(map[string]int, len(table))
	for i, s := range table {
		index[s] = i
	}
	w := writer{index: index}
	w.int(len(table))
	before := ""
	for _, s := range table {
		n := shared(before, s)
		w.int(n)
		w.int(len(s) - n)
		w.buf = append(w.buf, s[n:]...)
		before = s
	}
	for _, list := range [][]NamedSummary{f.Funcs, f.Assumed} {
		w.int(len(list))
		for _, fn := range list {
			w.string(fn.Name)
			w.summary(&fn.Summary)
		}
	}
	return w.buf, nil
}

// strings returns all strings of the fact, sorted, each once.
func (f *Fact) strings() []string {
	list := []string{""}
	for _, fn := range slices.Concat(f.Funcs, f.Assumed) {
		list = append(list, fn.Name, fn.Summary.Returns)
		for _, y := range fn.Summary.Yields {
			list = append(list, y.Hop.Pos, y.Hop.What, y.Hop.Callee)
		}
		for _, m := range fn.Summary.Methods {
			list = append(list, m.Method)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// The flags of an encoded summary.
const (
	flagSpawns = 1 << iota
	flagAssumed
)

type writer struct {
	buf   []byte
	index map[string]int
}

func (w *writer) int(n int)       { w.buf = binary.AppendUvarint(w.buf, uint64(n)) }
func (w *writer) string(s string) { w.int(w.index[s]) }

// certainty writes Hard and Seen as one number, of which decoding knows that they
// exclude each other.
func certainty(w Witness) int {
	switch {
	case w.Hard:
		return 1
	case w.Seen:
		return 2
	}
	return 0
}

func (w *writer) summary(s *Summary) {
	flags := 0
	if s.Spawns {
		flags |= flagSpawns
	}
	if s.Assumed {
		flags |= flagAssumed
	}
	w.int(flags)
	w.string(s.Returns)
	w.int(len(s.Params))
	for _, p := range s.Params {
		w.int(p)
	}
	w.int(len(s.Methods))
	for _, m := range s.Methods {
		w.int(m.Param)
		w.string(m.Method)
	}
	w.int(int(s.Given))
	w.int(len(s.Yields))
	for _, y := range s.Yields {
		w.int(int(y.Kind))
		w.int(certainty(y))
		w.int(y.Depth)
		w.string(y.Hop.Pos)
		w.string(y.Hop.What)
		w.string(y.Hop.Callee)
	}
}
