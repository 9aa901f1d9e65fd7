package yieldpoint

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

var errFact = errors.New("yieldpoint fact is damaged; clear the build cache and run again")

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
	f.Funcs = r.summaries()
	f.Assumed = r.summaries()
	if r.bad || len(r.buf) > 0 {
		return errFact
	}
	return nil
}

// summaries reads a list that is sorted by name.
func (r *reader) summaries() []NamedSummary {
	n := r.count()
	if n == 0 {
		return nil
	}
	list := make([]NamedSummary, n)
	for i := range list {
		list[i].Name = r.string()
		r.summary(&list[i].Summary)
	}
	if !slices.IsSortedFunc(list, func(a, b NamedSummary) int { return strings.Compare(a.Name, b.Name) }) {
		r.bad = true
	}
	return list
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
	flags := r.int()
	s.Spawns, s.Assumed = flags&flagSpawns != 0, flags&flagAssumed != 0
	s.Returns = r.string()
	for n := r.count(); n > 0; n-- {
		s.Params = append(s.Params, r.int())
	}
	for n := r.count(); n > 0; n-- {
		s.Methods = append(s.Methods, ParamMethod{Param: r.int(), Method: r.string()})
	}
	s.Given = catalog.Set(r.int())
	for n := r.count(); n > 0; n-- {
		var w Witness
		w.Kind = catalog.Kind(r.int())
		sure := r.int()
		w.Hard, w.Seen = sure == 1, sure == 2
		w.Depth = r.int()
		w.Hop = Hop{Pos: r.string(), What: r.string(), Callee: r.string()}
		s.Yields = append(s.Yields, w)
	}
}
