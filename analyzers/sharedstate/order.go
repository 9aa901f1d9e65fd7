package sharedstate

import "go/types"

// connect adds the edges that operations make between goroutines: from each that
// gives to each that may take.
func (t *tracer) connect() {
	t.flow = &graph{succs: cloneEdges(t.graph.succs), loose: t.graph.loose}
	later := t.flow.later()
	// A round of a loop that waits for what it has started comes before the next one
	// starts the same.
	inRound := t.graph.once().later()
	full := t.fullChannels()
	t.addStrangers()
	t.addFinals()
	for i := range t.ops {
		a := &t.ops[i]
		heard := make(map[*thread]int32)
		for j := range t.ops {
			b := &t.ops[j]
			if a.thread == b.thread || i == j {
				continue
			}
			switch {
			case a.kind == opUnknown || b.kind == opUnknown:
				if first, ok := heard[b.thread]; ok && later(first, b.taken()) {
					continue // it hears of it already
				}
				if a.gives() && b.takes() && !later(b.taken(), a.node) {
					t.graph.looseEdge(a.node, b.taken())
					heard[b.thread] = b.taken()
				}
			case a.kind == opReceive && b.kind == opSend:
				if t.sameChannel(a, b) && full[b.sync] && !later(b.done, a.node) {
					t.graph.edge(a.node, b.done)
				}
			case a.gives() && b.takes() && a.isChannel() == b.isChannel():
				same := a.sync == b.sync || a.isChannel() && t.sameChannel(a, b)
				after := later
				if a.kind == opRelease && b.kind == opAcquire {
					after = inRound
				}
				if same && !after(b.taken(), a.node) {
					t.graph.edge(a.node, b.taken())
				}
			}
		}
	}
	t.settled(later)
	t.handOvers()
}

// later returns a function that says whether one node comes after another by flow and
// starts alone.
func (g *graph) later() func(from, to int32) bool {
	known := make(map[int32]set)
	return func(from, to int32) bool {
		if known[from] == nil {
			known[from] = g.after(from, false)
		}
		return known[from].has(to)
	}
}

func cloneEdges(edges [][]int32) [][]int32 {
	c := make([][]int32, len(edges))
	for i, e := range edges {
		c[i] = e[:len(e):len(e)]
	}
	return c
}

func (o *op) gives() bool {
	return o.kind == opSend || o.kind == opClose || o.kind == opRelease || o.kind == opUnknown
}

func (o *op) takes() bool { return o.kind == opReceive || o.kind == opAcquire || o.kind == opUnknown }

func (o *op) isChannel() bool { return o.kind <= opClose }

// taken is the node at which the operation has heard of the other.
func (o *op) taken() int32 {
	if o.kind == opReceive {
		return o.done
	}
	return o.node
}

// sameChannel reports whether two operations may be on one channel.
func (t *tracer) sameChannel(a, b *op) bool {
	if a.sync == b.sync {
		return true
	}
	if !a.sync.obj.vague && !b.sync.obj.vague {
		return false
	}
	return a.elem == nil || b.elem == nil || types.Identical(a.elem, b.elem)
}

// fullChannels returns the channels on which a send may have to wait for a
// receive: those that have no buffer, and those on which more may be sent than there
// is room for.
func (t *tracer) fullChannels() map[key]bool {
	sends := make(map[key]int)
	for _, o := range t.ops {
		if o.kind == opSend {
			sends[o.sync]++
			if o.again {
				sends[o.sync] += 1 << 20
			}
		}
	}
	full := make(map[key]bool)
	for k, n := range sends {
		full[k] = k.obj.room < 0 || k.obj.vague || n > k.obj.room
	}
	return full
}

// handOvers adds an edge from the end of one critical section to a condition in
// another one of the same lock that asks for what the first one sets. A lock
// by itself does not say who comes first; such a condition does.
func (t *tracer) handOvers() {
	for _, a := range t.sections {
		for _, b := range t.sections {
			if a.thread == b.thread || a.lock != b.lock {
				continue
			}
			for k := range a.wrote {
				for _, n := range b.asked[k] {
					for _, end := range a.ends {
						t.graph.edge(end, n)
					}
				}
			}
		}
	}
}
