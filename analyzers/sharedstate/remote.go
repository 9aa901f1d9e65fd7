package sharedstate

import (
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// What packages say of their own order: a context that is canceled, a value that is
// stored in a sync.Map, a connection that is closed.

// mapMethod is a method of sync.Map: what comes before a store is seen by who
// loads what was stored. Of several goroutines one gets to store or delete.
func mapMethod(op string) func(r *activation, p *pending) value {
	return func(r *activation, p *pending) value {
		m := p.recv.to
		if op != "Load" && op != "Range" {
			r.release(m)
		}
		if op != "Store" && op != "Clear" && op != "Delete" {
			r.acquire(m)
		}
		switch op {
		case "LoadOrStore", "LoadAndDelete", "Swap", "CompareAndSwap", "CompareAndDelete":
			if m.obj != nil && r.s != nil {
				r.s.claim(m.key())
			}
		case "Range":
			r.each(p)
		}
		return r.opaque(p)
	}
}

// each calls a function argument for the elements of something.
func (r *activation) each(p *pending) {
	if len(p.args) == 0 || p.args[0].fn == nil || r.s == nil {
		return
	}
	skip := r.s.clone()
	r.perform(&pending{target: p.args[0], pos: p.pos})
	r.s = r.t.join(skip, r.s)
}

// asksContext asks whether a context is canceled.
func asksContext(r *activation, p *pending) value {
	r.acquire(r.t.contexts())
	return r.opaque(p)
}

// contexts stands for all contexts: one may derive from another.
func (t *tracer) contexts() loc {
	if t.canceled == nil {
		t.canceled = t.newObject(nil)
		t.canceled.vague = true
	}
	return loc{obj: t.canceled}
}

// cancel cancels some context at a node: its channel is closed, and whoever asks
// is told.
func (r *activation) cancel(node int32, th *thread) {
	at := r.t.contexts().key()
	empty := types.NewStruct(nil, nil)
	r.t.ops = append(r.t.ops,
		op{kind: opClose, sync: at, elem: empty, node: node, thread: th},
		op{kind: opRelease, sync: at, node: node, thread: th})
}

// cancels reports whether a call is of the function that cancels a context.
func (r *activation) cancels(p *pending) bool {
	if p.call == nil {
		return false
	}
	named, ok := types.Unalias(r.typeOf(p.call.Fun)).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "context" {
		return false
	}
	return named.Obj().Name() == "CancelFunc" || named.Obj().Name() == "CancelCauseFunc"
}

// tells reports whether a call of another package lets others know of
// it though it waits for nothing: who reads from what is closed gets an answer.
func (r *activation) tells(p *pending) bool {
	if p.fn == nil || p.fn.Signature().Recv() == nil {
		return false
	}
	switch p.fn.Name() {
	case "Close", "CloseWrite", "CloseRead", "CloseWithError", "Shutdown":
		return true
	}
	return false
}

// readerPart is what the lock that RLocker returns adds to its RWMutex.
const readerPart = "#reader"

// rLocker returns the read side of a lock.
func rLocker(r *activation, p *pending) value {
	if p.recv.to.obj == nil {
		return r.opaque(p)
	}
	return value{to: p.recv.to.part(readerPart), n: -1, room: -1, via: p.recv.via}
}

// stopTimer stops a timer. If it says that it did, the timer's function does not run.
func stopTimer(r *activation, p *pending) value {
	if p.recv.to.obj != nil && r.asking {
		r.s.claim(p.recv.to.key())
	}
	return r.opaque(p)
}

// launchTimer starts the function of a timer, which runs if no Stop prevents it.
func (r *activation) launchTimer(st start, p *pending) value {
	v := r.t.fresh(r.typeOf(p.call))
	if r.s == nil {
		return v
	}
	before := r.s.claims
	if v.to.obj != nil {
		r.s.claim(v.to.key())
	}
	th := r.launch(st, &pending{target: p.args[starters[catalog.FuncName(p.fn)].arg], pos: p.pos})
	if r.s != nil {
		r.s.claims = before
	}
	if th != nil && v.to.obj != nil { // Reset starts it again
		r.t.ops = append(r.t.ops, op{kind: opAcquire, sync: v.to.key(), node: th.first, thread: th})
	}
	return v
}
