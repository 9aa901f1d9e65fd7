package sharedstate

// graph orders what the goroutines of a trace do. Its nodes are accesses and
// operations; an edge says that one may come before the other in every execution
// that has both. What no path connects, nothing orders.
type graph struct {
	succs [][]int32         // by the flow of a goroutine, go statements and operations
	loose map[int32][]int32 // by calls that may wait for anything
	// rounds are the edges that lead back to the beginning of a loop's body.
	rounds map[[2]int32]bool
}

// again adds an edge to the beginning of a loop's body.
func (g *graph) again(from, to int32) {
	if g.rounds == nil {
		g.rounds = make(map[[2]int32]bool)
	}
	g.rounds[[2]int32{from, to}] = true
	g.edge(from, to)
}

// once returns the graph without the edges that lead back to the beginning of a loop.
func (g *graph) once() *graph {
	c := &graph{succs: make([][]int32, len(g.succs))}
	for from, list := range g.succs {
		for _, to := range list {
			if !g.rounds[[2]int32{int32(from), to}] {
				c.succs[from] = append(c.succs[from], to)
			}
		}
	}
	return c
}

func (g *graph) add() int32 {
	g.succs = append(g.succs, nil)
	return int32(len(g.succs) - 1)
}

func (g *graph) edge(from, to int32) {
	if from != to {
		g.succs[from] = append(g.succs[from], to)
	}
}

func (g *graph) looseEdge(from, to int32) {
	if from != to {
		if g.loose == nil {
			g.loose = make(map[int32][]int32)
		}
		g.loose[from] = append(g.loose[from], to)
	}
}

// after returns the nodes that can be reached from one, itself included; with
// loose also by loose edges.
func (g *graph) after(from int32, loose bool) set {
	seen := newSet(len(g.succs))
	g.spread(seen, from, loose)
	return seen
}

// spread adds to seen what can be reached from a node without a way through what
// is in it, the node included; with loose also by loose edges.
func (g *graph) spread(seen set, from int32, loose bool) {
	if !seen.add(from) {
		return
	}
	work := []int32{from}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		for _, s := range g.succs[n] {
			if seen.add(s) {
				work = append(work, s)
			}
		}
		if loose {
			for _, s := range g.loose[n] {
				if seen.add(s) {
					work = append(work, s)
				}
			}
		}
	}
}

// without returns the nodes that can be reached without a way through some others.
func (g *graph) without(from int32, others []int32) set {
	seen := newSet(len(g.succs))
	for _, n := range others {
		seen.add(n)
	}
	g.spread(seen, from, false)
	for _, n := range others {
		seen.remove(n)
	}
	return seen
}

// set is a set of nodes.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

// add reports whether n is new.
func (s set) add(n int32) bool {
	old := s[n/64]
	s[n/64] |= 1 << (n % 64)
	return s[n/64] != old
}

func (s set) remove(n int32) { s[n/64] &^= 1 << (n % 64) }

func (s set) has(n int32) bool { return s[n/64]&(1<<(n%64)) != 0 }
