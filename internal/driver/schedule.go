package driver

import (
	"container/heap"
	"sync"
)

// inOrder calls do for each node once it was called for everything that the
// node imports, on several goroutines. Of the nodes that are ready, the one
// that comes first in the order of the graph is taken first. After an error it
// starts nothing more and returns the first.
//
// With a seed, the order among those that are ready is another.
func inOrder(nodes []*node, workers int, seed uint64, do func(*node) error) error {
	s := &scheduler{waiting: make(map[*node]int, len(nodes)), users: make(map[*node][]*node), left: len(nodes)}
	s.ready.seed = seed
	s.cond.L = &s.mu
	for _, n := range nodes {
		s.waiting[n] = len(n.deps)
		for _, dep := range n.deps {
			s.users[dep] = append(s.users[dep], n)
		}
		if len(n.deps) == 0 {
			heap.Push(&s.ready, n)
		}
	}
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for n := s.next(); n != nil; n = s.next() {
				s.done(n, do(n))
			}
		})
	}
	wg.Wait()
	return s.err
}

type scheduler struct {
	mu      sync.Mutex
	cond    sync.Cond
	ready   readyHeap
	waiting map[*node]int // how many imports are not done
	users   map[*node][]*node
	left    int
	err     error
}

// next waits for a node that is ready; nil when there is nothing left to do.
func (s *scheduler) next() *node {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.ready.Len() == 0 && s.left > 0 && s.err == nil {
		s.cond.Wait()
	}
	if s.left == 0 || s.err != nil {
		return nil
	}
	return heap.Pop(&s.ready).(*node)
}

func (s *scheduler) done(n *node, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left--
	if s.err == nil {
		s.err = err
	}
	for _, user := range s.users[n] {
		if s.waiting[user]--; s.waiting[user] == 0 {
			heap.Push(&s.ready, user)
		}
	}
	s.cond.Broadcast()
}

// readyHeap has the node that comes first in the graph at its top.
type readyHeap struct {
	nodes []*node
	seed  uint64
}

func (h *readyHeap) Len() int           { return len(h.nodes) }
func (h *readyHeap) Less(i, j int) bool { return h.rank(h.nodes[i]) < h.rank(h.nodes[j]) }
func (h *readyHeap) Swap(i, j int)      { h.nodes[i], h.nodes[j] = h.nodes[j], h.nodes[i] }
func (h *readyHeap) Push(x any)         { h.nodes = append(h.nodes, x.(*node)) }

func (h *readyHeap) Pop() any {
	n := h.nodes[len(h.nodes)-1]
	h.nodes = h.nodes[:len(h.nodes)-1]
	return n
}

func (h *readyHeap) rank(n *node) uint64 {
	if h.seed == 0 {
		return uint64(n.position)
	}
	return uint64(n.position)*h.seed ^ h.seed>>32
}
