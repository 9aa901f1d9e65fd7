package driver

import (
	"maps"
	"slices"
)

// An entry of kind result is the encoded result, then the facts.

// store keeps the result of n.
func (r *run) store(n *node) {
	var head, w writer
	head.result(n.result.Load())
	w.int(len(head.buf))
	w.buf = append(w.buf, head.buf...)
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
	head := reader{buf: in.bytes()}
	res := head.result()
	if in.err != nil {
		return nil, nil, in.err
	}
	return res, in.buf, head.err
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
		if data == nil && n.source == known {
			if entry, ok := r.cache.get(kindResult, n.key); ok {
				_, data, _ = splitEntry(entry)
			}
		}
		set, err := decodeFacts(data)
		if err != nil {
			set, _ = decodeFacts(nil)
		}
		n.facts = set
		n.factData = nil
	})
	return n.facts
}

func sortedKeys(m map[string]bool) []string { return slices.Sorted(maps.Keys(m)) }
