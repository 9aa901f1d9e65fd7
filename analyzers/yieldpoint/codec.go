package yieldpoint

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// A fact is mostly names that begin alike and occur several times. It is
// therefore written as a sorted table of its strings, each without the part that
// it shares with the one before, and as numbers that point into the table.

var errFact = errors.New("yieldpoint fact is damaged; clear the build cache and run again")

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
	w.int(len(f.Funcs))
	for _, fn := range f.Funcs {
		w.string(fn.Name)
		w.summary(&fn.Summary)
	}
	return w.buf, nil
}

// strings returns all strings of the fact, sorted, each once.
func (f *Fact) strings() []string {
	list := []string{""}
	for _, fn := range f.Funcs {
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

type writer struct {
	buf   []byte
	index map[string]int
}

func (w *writer) int(n int)       { w.buf = binary.AppendUvarint(w.buf, uint64(n)) }
func (w *writer) string(s string) { w.int(w.index[s]) }

func (w *writer) bool(b bool) {
	if b {
		w.int(1)
	} else {
		w.int(0)
	}
}

func (w *writer) summary(s *Summary) {
	w.bool(s.Spawns)
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
	w.int(len(s.Yields))
	for _, y := range s.Yields {
		w.int(int(y.Kind))
		w.bool(y.Hard)
		w.int(y.Depth)
		w.string(y.Hop.Pos)
		w.string(y.Hop.What)
		w.string(y.Hop.Callee)
	}
}

// GobDecode reads what GobEncode wrote.
func (f *Fact) GobDecode(data []byte) error {
	r := reader{buf: data}
	before := ""
	for n := r.count(); n > 0; n-- {
		common, rest := r.int(), r.int()
		if r.bad || common > len(before) || rest > len(r.buf) {
			return errFact
		}
		before = before[:common] + string(r.buf[:rest])
		r.buf = r.buf[rest:]
		r.table = append(r.table, before)
	}
	f.Funcs = make([]NamedSummary, r.count())
	for i := range f.Funcs {
		f.Funcs[i].Name = r.string()
		r.summary(&f.Funcs[i].Summary)
	}
	sorted := slices.IsSortedFunc(f.Funcs, func(a, b NamedSummary) int { return strings.Compare(a.Name, b.Name) })
	if r.bad || len(r.buf) > 0 || !sorted {
		return errFact
	}
	return nil
}

type reader struct {
	buf   []byte
	table []string
	bad   bool
}

func (r *reader) int() int {
	n, size := binary.Uvarint(r.buf)
	if size <= 0 || n > 1<<31-1 {
		r.bad, r.buf = true, nil
		return 0
	}
	r.buf = r.buf[size:]
	return int(n)
}

// count reads a length; each element takes at least a byte.
func (r *reader) count() int {
	n := r.int()
	if n > len(r.buf) {
		r.bad = true
		return 0
	}
	return n
}

func (r *reader) string() string {
	i := r.int()
	if i >= len(r.table) {
		r.bad = true
		return ""
	}
	return r.table[i]
}

func (r *reader) summary(s *Summary) {
	s.Spawns = r.int() == 1
	s.Returns = r.string()
	for n := r.count(); n > 0; n-- {
		s.Params = append(s.Params, r.int())
	}
	for n := r.count(); n > 0; n-- {
		s.Methods = append(s.Methods, ParamMethod{Param: r.int(), Method: r.string()})
	}
	for n := r.count(); n > 0; n-- {
		var w Witness
		w.Kind = catalog.Kind(r.int())
		w.Hard = r.int() == 1
		w.Depth = r.int()
		w.Hop = Hop{Pos: r.string(), What: r.string(), Callee: r.string()}
		s.Yields = append(s.Yields, w)
	}
}
