package aio

import (
	"cmp"
	"slices"
)

// cancelNode holds the tasks that wait directly under one cancellation, so that it finds them: a wait needs no second
// channel. The nodes form a tree like that of the cancellations. loop.mu of their loop guards them.
type cancelNode struct {
	l          *loop
	up         *cancelNode
	kids       *cancelNode
	next, prev *cancelNode // among the kids of up
	tasks      *task
}

// node returns the node to wait at for a wait that co may interrupt. It returns nil when there is none, because the
// cancellation belongs to package context or to tasks of another loop.
func (t *task) node(co Context) *cancelNode {
	if co == nil {
		return nil
	}
	o, ok := part(co).(*ownContext)
	if !ok || !o.is(ownTraced) {
		return nil
	}
	n := o.node.Load()
	if n == nil {
		t.loop.mu.Lock()
		n = t.loop.nodeOf(o)
		t.loop.mu.Unlock()
	}
	if n != nil && n.l != t.loop {
		return nil
	}
	return n
}

// nodeOf returns the node of o, and makes it if all above it belongs to l; l.mu is held.
func (l *loop) nodeOf(o *ownContext) *cancelNode {
	if n := o.node.Load(); n != nil {
		return n
	}
	n := &cancelNode{l: l}
	if p, ok := o.Context.(*ownContext); ok {
		n.up = l.nodeOf(p)
		if n.up == nil || n.up.l != l {
			return nil
		}
	}
	if !o.node.CompareAndSwap(nil, n) {
		return o.node.Load()
	}
	if n.up != nil {
		n.next = n.up.kids
		if n.next != nil {
			n.next.prev = n
		}
		n.up.kids = n
	}
	if o.told() { // the one who cancelled it may have come too early to see n
		n.leave()
	}
	return n
}

// end interrupts the tasks under n and takes n out of the tree: its cancellation fired or has ended.
func (n *cancelNode) end() {
	n.l.mu.Lock()
	defer n.l.mu.Unlock()
	n.interrupt()
	n.leave()
}

// leave takes n out of the tree; l.mu is held.
func (n *cancelNode) leave() {
	if n.up == nil {
		return
	}
	if n.prev != nil {
		n.prev.next = n.next
	} else {
		n.up.kids = n.next
	}
	if n.next != nil {
		n.next.prev = n.prev
	}
	n.up, n.next, n.prev = nil, nil, nil
}

// attach registers that t waits under n; l.mu is held.
func (n *cancelNode) attach(t *task) {
	t.beyond, t.before = n.tasks, &n.tasks
	if n.tasks != nil {
		n.tasks.before = &t.beyond
	}
	n.tasks = t
}

// detach undoes attach; l.mu is held.
func (t *task) detach() {
	*t.before = t.beyond
	if t.beyond != nil {
		t.beyond.before = t.before
	}
	t.beyond, t.before = nil, nil
}

// interrupt ends the waits of the tasks under n, and of those further down; l.mu is held. They go on in the order of their
// creation.
func (n *cancelNode) interrupt() {
	l := n.l
	tasks := n.collect(nil)
	slices.SortFunc(tasks, func(a, b *task) int { return cmp.Compare(a.id, b.id) })
	for _, t := range tasks {
		if t.pull() {
			t.cut = true
			l.rouse(t).grant()
		}
	}
}

func (n *cancelNode) collect(all []*task) []*task {
	for t := n.tasks; t != nil; t = t.beyond {
		all = append(all, t)
	}
	for k := n.kids; k != nil; k = k.next {
		all = k.collect(all)
	}
	return all
}
