package sharedstate

import "slices"

// A receive that nothing in the trace answers goes on only if somebody else sends: a stranger. Who that may be,
// and when it got hold of the channel, says what is known of the time after the receive.

// strangers is what a trace knows of them.
type strangers struct {
	gifts   []gift
	holders map[*object][]holder // what holds an object
	results []*object            // of the frame
	late    []int32              // nodes behind a receive that nobody answers before the frame's end
	never   []int32              // those that nobody answers at all
	alive   set                  // what the latter do not keep from happening
}

// gift is something handed to code that is not followed.
type gift struct {
	obj  *object
	node int32
}

// give notes that somebody else has got hold of a value.
func (r *activation) give(v value) {
	if r.s == nil {
		return
	}
	node := int32(-1)
	add := func(o *object) {
		if node < 0 {
			node = r.emit()
		}
		r.t.strangers.gifts = append(r.t.strangers.gifts, gift{o, node})
	}
	if v.to.obj != nil {
		add(v.to.obj)
	}
	if v.fn != nil {
		for _, o := range v.fn.objects() {
			add(o)
		}
	}
}

// giveCall notes that a call which is not followed gets what its function holds.
func (r *activation) giveCall(p *pending) {
	r.give(value{fn: p.target.fn})
	r.give(p.recv)
	for _, a := range p.args {
		r.give(a)
	}
}

// hand notes that a value goes to another goroutine by a channel, an atomic variable or a pool: what that does with
// it, it does under another name.
func (v value) hand() {
	if v.to.obj != nil {
		v.to.obj.sent = true
	}
	if v.fn != nil {
		for _, o := range v.fn.objects() {
			o.sent = true
		}
	}
}

// objects returns what a function value holds: captured variables and a receiver.
func (c *closure) objects() []*object {
	list := c.captured
	if c.recv.to.obj != nil {
		list = append(list[:len(list):len(list)], c.recv.to.obj)
	}
	return list
}

// holder is an object that holds another one.
type holder struct {
	obj  *object
	node int32 // at which it got it, -1 where that is not known
}

// holds notes that an object holds a value: who has the one can get the other.
func (t *tracer) holds(o *object, v value, s *state) {
	h := holder{o, -1}
	if len(s.at) == 1 {
		h.node = s.at[0]
	}
	if v.to.obj != nil && v.to.obj != o {
		t.strangers.holders[v.to.obj] = append(t.strangers.holders[v.to.obj], h)
	}
	if v.fn != nil {
		for _, c := range v.fn.objects() {
			t.strangers.holders[c] = append(t.strangers.holders[c], h)
		}
	}
}

// wait is a receive that strangers have to answer, at the node to which it then gets.
type wait struct {
	op   *op
	node int32
	own  owners
}

// addStrangers adds what is known of receives that nothing in the trace answers. A stranger
// whom the trace has not seen may have heard of anything first. One who was given the
// channel sends after that.
func (t *tracer) addStrangers() {
	for _, w := range t.waits() {
		var given []int32
		for _, n := range w.own.nodes {
			if t.strangers.alive.has(n) {
				given = append(given, n)
				t.graph.edge(n, w.node)
			}
		}
		switch {
		case w.op.sync.obj.vague || len(given) > 0:
			t.ops = append(t.ops, op{kind: opUnknown, node: w.node, thread: w.op.thread})
		case !w.own.old && w.own.returned:
			t.strangers.late = append(t.strangers.late, w.node)
		}
	}
}

// waits finds the receives that nothing in the trace answers. What stands behind such a
// receive answers no other, unless somebody else has got the channel.
func (t *tracer) waits() []wait {
	var all []wait
	for i := range t.ops {
		o := &t.ops[i]
		if o.kind != opReceive {
			continue
		}
		own := t.owners(o.sync.obj)
		all = append(all, wait{o, o.done, own})
		if o.body != 0 {
			all = append(all, wait{o, o.body, own})
		}
	}
	open := make([]bool, len(all)) // those that strangers may answer, or something in the trace does
	for changed := true; changed; {
		changed = false
		t.strangers.never = nil
		for i, w := range all {
			if !open[i] {
				t.strangers.never = append(t.strangers.never, w.node)
			}
		}
		t.strangers.alive = t.flow.without(t.main.first, t.strangers.never)
		for i, w := range all {
			if !open[i] && (w.own.old || w.own.returned || slices.ContainsFunc(w.own.nodes, t.strangers.alive.has) || t.answered(&w)) {
				open[i], changed = true, true
			}
		}
	}
	return slices.DeleteFunc(all, func(w wait) bool { return t.answered(&w) })
}

// owners says who may have a channel that the trace does not show to be used.
type owners struct {
	nodes    []int32 // where strangers are given it
	old      bool    // they may have had it before
	returned bool    // the frame's caller gets it
}

// owners returns who may have an object or something that leads to it.
func (t *tracer) owners(o *object) owners {
	var own owners
	known := map[*object]bool{o: true}
	list := []*object{o}
	for i := 0; i < len(list); i++ {
		o := list[i]
		own.old = own.old || o.old || o.vague || o.name != nil && t.outside[o.name] == o
		own.returned = own.returned || slices.Contains(t.strangers.results, o)
		for _, g := range t.strangers.gifts {
			if g.obj == o {
				own.nodes = append(own.nodes, g.node)
			}
		}
		for _, h := range t.strangers.holders[o] {
			if !known[h.obj] {
				known[h.obj] = true
				list = append(list, h.obj)
			}
		}
	}
	return own
}

// idle is what does not happen, or not while the frame runs, because nobody answers a receive.
type idle struct{ soon, ever set }

// idle finds what a goroutine gets to only behind such a receive.
func (t *tracer) idle() idle {
	if len(t.strangers.late) == 0 {
		return idle{t.strangers.alive, t.strangers.alive}
	}
	return idle{t.flow.without(t.main.first, append(t.strangers.late, t.strangers.never...)), t.strangers.alive}
}

// apart reports whether one of two accesses does not happen, or not while the frame runs
// to which the other one belongs.
func (d *idle) apart(a, b *seen) bool {
	if !d.ever.has(a.node) || !d.ever.has(b.node) {
		return true
	}
	return a.thread.start == nil && !d.soon.has(b.node) || b.thread.start == nil && !d.soon.has(a.node)
}

// answered reports whether something in the trace may be what a receive waits for. The body
// of a range does not run for a close.
func (t *tracer) answered(w *wait) bool {
	byClose := w.node != w.op.body
	for i := range t.ops {
		o := &t.ops[i]
		if (o.kind == opSend || o.kind == opClose && byClose) && t.strangers.alive.has(o.node) && t.sameChannel(w.op, o) {
			return true
		}
	}
	return false
}
