package driver

import (
	"maps"
	"slices"
)

// An entry of kind result holds the result, then the facts.

// store keeps the result of n.
func (r *run) store(n *node) {
	t := &table{index: make(map[string]int)}
	var body, w writer
	t.result(&body, n.result.Load())
	w.strings(t.list)
	w.int(len(body.buf))
	w.buf = append(w.buf, body.buf...)
	r.cache.put(kindResult, n.key, append(w.buf, n.factData...))
}

// lookup takes the result of n from the cache, if it is there and what it was
// made of is still so.
func (r *run) lookup(n *node) bool {
	data, ok := r.cache.get(kindResult, n.key)
	if !ok {
		return false
	}
	res, factData, err := splitEntry(data)
	if err != nil || !r.current(n, res) {
		return false
	}
	n.factData = factData
	n.source = cached
	n.result.Store(res)
	return true
}

func splitEntry(data []byte) (*result, []byte, error) {
	in := reader{buf: data}
	t := &table{list: in.strings()}
	body := reader{buf: in.bytes()}
	if in.err != nil {
		return nil, nil, in.err
	}
	res := t.takeResult(&body)
	return res, in.buf, body.err
}

// current reports whether the facts and files that res depends on beside its
// key are as they were.
func (r *run) current(n *node, res *result) bool {
	h, ok := r.graph.hashReads(n, res.reads)
	if !ok || h != res.readHash {
		return false
	}
	h, ok = r.graph.hashPlaces(res.places)
	return ok && h == res.placeHash
}

// factsOf returns the facts about n.
func (r *run) factsOf(n *node) *factSet {
	n.factsOnce.Do(func() {
		data := n.factData
		if n.source == known {
			entry, _ := r.cache.get(kindResult, n.key)
			_, data, _ = splitEntry(entry)
		}
		set, err := decodeFacts(data)
		if err != nil || n.source == known && hashOf(string(data)) != n.result.Load().facts {
			r.lost.Store(true)
			set, _ = decodeFacts(nil)
		}
		n.facts = set
		n.factData = nil
	})
	return n.facts
}

func sortedKeys(m map[string]bool) []string { return slices.Sorted(maps.Keys(m)) }
