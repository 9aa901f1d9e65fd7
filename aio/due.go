package aio

import (
	"container/heap"
	"sync"
	"time"
)

// dueLine is the timers of a serial loop that have not fired, the earliest deadline first. When one of them rings, a task of
// its own starts all whose time has come when it is its turn: clocks that ring at about the same time do so in any order.
type dueLine struct {
	mu    sync.Mutex
	shots shotHeap
	awake bool // a sweep is going to happen
}

// plan adds s.
func (d *dueLine) plan(s *shot) {
	d.mu.Lock()
	heap.Push(&d.shots, s)
	d.mu.Unlock()
}

// remove takes s out, and reports false when it has been taken out already to be fired.
func (d *dueLine) remove(s *shot) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s.index < 0 {
		return false
	}
	heap.Remove(&d.shots, s.index)
	return true
}

// sweep makes the loop start what is due.
func (d *dueLine) sweep(l *loop) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.awake {
		d.awake = true
		newOrphan(l, d.run).launch()
	}
}

// run starts the tasks of the timers whose time has come.
func (d *dueLine) run(Context) {
	d.mu.Lock()
	d.awake = false
	now := time.Now()
	var due []*shot
	for len(d.shots) > 0 && !d.shots[0].when.After(now) {
		due = append(due, heap.Pop(&d.shots).(*shot))
	}
	d.mu.Unlock()
	for _, s := range due {
		s.fire()
	}
}

// shotHeap is ordered by deadline, and then by when the shots were planned.
type shotHeap []*shot

func (h shotHeap) Len() int { return len(h) }

func (h shotHeap) Less(i, j int) bool {
	if order := h[i].when.Compare(h[j].when); order != 0 {
		return order < 0
	}
	return h[i].b.t.id < h[j].b.t.id
}

func (h shotHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *shotHeap) Push(s any) {
	s.(*shot).index = len(*h)
	*h = append(*h, s.(*shot))
}

func (h *shotHeap) Pop() any {
	old := *h
	s := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	s.index = -1
	return s
}
