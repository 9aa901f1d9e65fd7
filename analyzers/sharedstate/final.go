package sharedstate

// finalizer starts the function that runs when an object is no longer in use. What is done
// before the last use of the object comes before it.
func finalizer(r *activation, p *pending) value {
	st, ok := r.startOf(p, calleeName(p))
	if !ok || p.args[1].fn == nil || p.args[0].to.obj == nil || p.args[0].to.obj.vague {
		return r.opaque(p)
	}
	arg := value{n: -1, room: -1}
	if len(p.args) > 2 {
		arg = p.args[2]
	} else {
		arg.to.obj = r.t.newObject(nil) // nobody else has it any more
	}
	if th := r.launch(st, &pending{target: p.args[1], args: []value{arg}, pos: p.pos}); th != nil {
		r.t.finals = append(r.t.finals, final{p.args[0].to.obj, th})
	}
	return r.t.fresh(r.typeOf(p.call))
}

// final is a goroutine that begins when nobody uses an object any more.
type final struct {
	obj    *object
	thread *thread
}

// addFinals orders what uses an object before its finalizer.
func (t *tracer) addFinals() {
	for _, f := range t.finals {
		first := f.thread.first
		for _, a := range t.seen {
			if a.obj == f.obj && a.thread != f.thread {
				t.graph.edge(a.node, first)
			}
		}
		own := t.owners(f.obj)
		for _, n := range own.nodes {
			t.graph.edge(n, first)
		}
		if own.old || own.returned {
			t.strangers.late = append(t.strangers.late, first)
		}
	}
}

// afterCancel starts a function that runs when a context is canceled.
func afterCancel(r *activation, p *pending) value {
	st, ok := r.startOf(p, calleeName(p))
	if !ok || p.args[1].fn == nil {
		return r.opaque(p)
	}
	if th := r.launch(st, &pending{target: p.args[1], pos: p.pos}); th != nil {
		r.t.ops = append(r.t.ops, op{kind: opAcquire, sync: r.t.contexts().key(), node: th.first, thread: th})
	}
	return r.t.fresh(r.typeOf(p.call))
}
