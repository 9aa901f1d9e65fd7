package driver

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A table numbers strings that are written often.
type table struct {
	list  []string
	index map[string]int
}

func (t *table) string(w *writer, s string) {
	i, ok := t.index[s]
	if !ok {
		i = len(t.list)
		t.index[s] = i
		t.list = append(t.list, s)
	}
	w.int(i)
}

func (t *table) take(r *reader) string {
	i := r.int()
	if i < 0 || i >= len(t.list) {
		r.buf, r.err = nil, errShort
		return ""
	}
	return t.list[i]
}

func (t *table) strings(w *writer, list []string) {
	w.int(len(list))
	for _, s := range list {
		t.string(w, s)
	}
}

func (t *table) takeStrings(r *reader) []string {
	n := r.count()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = t.take(r)
	}
	return list
}

func (t *table) result(w *writer, res *result) {
	w.hash(res.api)
	w.hash(res.typ)
	w.hash(res.facts)
	t.strings(w, res.mentions)
	t.strings(w, res.reads)
	w.hash(res.readHash)
	t.strings(w, res.places)
	w.hash(res.placeHash)
	w.int(len(res.findings))
	for _, f := range res.findings {
		w.finding(f)
	}
	w.strings(res.generated)
	w.unseen(res.unseen)
}

func (t *table) takeResult(r *reader) *result {
	res := &result{api: r.hash(), typ: r.hash(), facts: r.hash(), mentions: t.takeStrings(r), reads: t.takeStrings(r),
		readHash: r.hash(), places: t.takeStrings(r), placeHash: r.hash()}
	for range r.count() {
		res.findings = append(res.findings, r.finding())
	}
	res.generated = r.strings()
	res.unseen = r.unseen()
	return res
}

// modulesOf numbers the modules of a graph. Number 0 is none.
func modulesOf(g *graph) ([]*analysis.Module, map[*analysis.Module]int) {
	list := []*analysis.Module{nil}
	index := map[*analysis.Module]int{nil: 0}
	byDir := make(map[string]int)
	for _, n := range g.nodes {
		m := n.module
		if _, ok := index[m]; ok {
			continue
		}
		id := m.Path + "@" + m.Version + " " + m.Dir
		at, ok := byDir[id]
		if !ok {
			at = len(list)
			byDir[id] = at
			list = append(list, m)
		}
		index[m] = at
	}
	return list, index
}

func decodeModules(data []byte) ([]*analysis.Module, error) {
	var list []*analysis.Module
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, errShort
	}
	return list, nil
}

func sortedImports(n *node) []string { return slices.Sorted(maps.Keys(n.imports)) }

func compareStrings(a, b string) int { return strings.Compare(a, b) }
