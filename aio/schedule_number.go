package aio

import (
	"cmp"
	"slices"
)

// number numbers the tasks that are new since the last turn. Those that goroutines outside the loop brought in came in any
// order; they get the highest numbers, ordered by the place in the program that brought them; l.mu is held.
func (s *scheduler) number(l *loop) {
	var inside, outside []*task
	for t := l.tasks; t != nil && t.id > s.numbered; t = t.older {
		if t.visitor || t.parent == nil {
			outside = append(outside, t)
		} else {
			inside = append(inside, t)
		}
	}
	s.numbered = l.lastID
	if len(outside) == 0 || len(inside)+len(outside) == 1 {
		return
	}
	slices.SortFunc(inside, byID)
	slices.SortFunc(outside, byOrigin)
	all := append(inside, outside...)
	ids := make([]uint64, 0, len(all))
	for _, t := range all {
		ids = append(ids, t.id)
	}
	slices.Sort(ids)
	for i, t := range all {
		t.id = ids[i]
	}
}

func byOrigin(a, b *task) int {
	var x, y rare
	if a.rare != nil {
		x = *a.rare
	}
	if b.rare != nil {
		y = *b.rare
	}
	return cmp.Or(cmp.Compare(a.entry, b.entry), cmp.Compare(x.site, y.site), cmp.Compare(x.name, y.name), byID(a, b))
}

// removeAll empties the queue. The order depends on which tasks are in it, and not on the order in which they came: what
// comes from outside comes in any order. The task last comes last, for it may have yielded.
func (q *runQueue) removeAll(last *task) []*task {
	var all []*task
	yielded := false
	for t := q.pop(); t != nil; t = q.pop() {
		if t == last {
			yielded = true
		} else {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, byID)
	if yielded {
		all = append(all, last)
	}
	return all
}

func byID(a, b *task) int { return cmp.Compare(a.id, b.id) }
