package sharedstate

// bubble runs a function in a bubble of package synctest, which ends when all of its
// goroutines have.
func bubble(arg int) func(r *activation, p *pending) value {
	return func(r *activation, p *pending) value {
		if len(p.args) <= arg || p.args[arg].fn == nil || p.args[arg].fn.does != nil || r.s == nil {
			return r.opaque(p)
		}
		before := len(r.t.threads)
		r.performTest(p.args[arg], p)
		if r.s == nil {
			return value{}
		}
		n := r.emit()
		for _, th := range r.t.threads[before:] {
			if th.last != 0 {
				r.t.graph.edge(th.last, n)
			}
		}
		return value{}
	}
}

// settle waits until all other goroutines of the bubble have ended or wait.
func settle(r *activation, p *pending) value {
	if r.s != nil {
		r.t.ops = append(r.t.ops, op{kind: opSettle, node: r.emit(), thread: r.thread})
	}
	return value{}
}

// sleep is a wait that nobody else ends.
func sleep(r *activation, p *pending) value {
	r.pause()
	return value{}
}

func (r *activation) pause() {
	if r.s != nil {
		r.t.ops = append(r.t.ops, op{kind: opPause, node: r.emit(), thread: r.thread})
	}
}

// settled adds what a wait for all goroutines of a bubble hears of: what they did before each
// of their waits, and before their end.
func (t *tracer) settled(later func(from, to int32) bool) {
	for _, a := range t.ops {
		if a.kind != opSettle {
			continue
		}
		for _, b := range t.ops {
			if b.thread != a.thread && b.waits() && !later(a.node, b.node) {
				t.graph.edge(b.node, a.node)
			}
		}
		for _, th := range t.threads {
			if th != a.thread && th.last != 0 && !later(a.node, th.last) {
				t.graph.edge(th.last, a.node)
			}
		}
	}
}

// waits reports whether the operation may wait.
func (o *op) waits() bool {
	return o.kind == opSend || o.kind == opReceive || o.kind == opAcquire || o.kind == opUnknown || o.kind == opPause
}
