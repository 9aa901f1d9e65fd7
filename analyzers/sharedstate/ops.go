package sharedstate

import (
	"go/ast"
	"go/types"
)

// opKind says in which way an operation orders goroutines.
type opKind uint8

const (
	opSend    opKind = iota
	opReceive        // also from a closed channel
	opClose
	opRelease // what came before is seen by who acquires the same afterwards
	opAcquire
	opSettle  // waits until all others wait
	opPause   // waits for the clock, or forever
	opUnknown // may wait for anything, and may be what others wait for
)

// op is an operation by which one goroutine may hear from another.
type op struct {
	kind   opKind
	sync   key
	elem   types.Type // of a channel
	node   int32      // where it begins
	done   int32      // where a send or receive is complete
	thread *thread
	// again is true when the operation stands in a loop.
	again bool
	// body is where the body of a range over a channel begins, for which a close is no answer; 0 for others.
	body int32
}

// end notes the end of a goroutine.
func (th *thread) end(in *activation) { th.last = in.emit() }

func (r *activation) release(l loc) {
	if r.s != nil && l.obj != nil {
		r.t.ops = append(r.t.ops, op{kind: opRelease, sync: l.key(), node: r.emit(), thread: r.thread})
	}
}

// timer makes a timer or ticker run, which will send on its channel and run its
// function.
func timer(r *activation, p *pending) value {
	r.release(p.recv.to)
	if c := r.get(p.recv.to.part(".C"), timeChan); c.to.obj != nil && r.s != nil {
		o := op{kind: opSend, sync: c.to.key(), node: r.emit(), thread: r.thread, again: true}
		o.done = o.node
		r.t.ops = append(r.t.ops, o)
	}
	return r.t.unknown()
}

// timeChan stands for the type of a timer's channel.
var timeChan = types.NewChan(types.RecvOnly, types.Typ[types.Int])

func (r *activation) acquire(l loc) {
	if r.s != nil && l.obj != nil {
		r.s.foreign = r.s.foreign || !r.t.isOwn(l.obj)
		r.t.ops = append(r.t.ops, op{kind: opAcquire, sync: l.key(), node: r.emit(), thread: r.thread})
	}
}

// closing and sending name what a close and a send use of a channel.
const channelPart = "#"

// send sends on a channel. A send on a closed one panics.
func (r *activation) send(ch value, e ast.Expr) {
	if r.s == nil {
		return
	}
	if ch.isNil() { // forever
		r.pause()
		r.s = nil
		return
	}
	if ch.to.obj == nil {
		r.t.ops = append(r.t.ops, op{kind: opUnknown, node: r.emit(), thread: r.thread})
		return
	}
	r.channel(ch, e, read)
	r.panics()
	o := op{kind: opSend, sync: ch.to.key(), elem: elemOf(r.typeOf(e)), thread: r.thread, again: r.inLoop(e)}
	o.node = r.emit()
	o.done = r.emit()
	r.t.ops = append(r.t.ops, o)
}

// receive receives from a channel.
func (r *activation) receive(ch value, e ast.Expr, typ types.Type) value {
	if r.s == nil {
		return value{n: -1, room: -1}
	}
	if tuple, ok := typ.(*types.Tuple); ok {
		typ = tuple.At(0).Type()
	}
	if ch.isNil() { // forever
		r.pause()
		r.s = nil
		return value{n: -1, room: -1}
	}
	if ch.to.obj == nil {
		r.t.ops = append(r.t.ops, op{kind: opUnknown, node: r.emit(), thread: r.thread})
		return r.t.fresh(typ)
	}
	r.s.foreign = r.s.foreign || !r.t.isOwn(ch.to.obj)
	o := op{kind: opReceive, sync: ch.to.key(), elem: elemOf(r.typeOf(e)), thread: r.thread, again: r.inLoop(e)}
	o.node = r.emit()
	o.done = r.emit()
	r.t.ops = append(r.t.ops, o)
	return r.t.fresh(typ)
}

func (r *activation) closes(ch value, e ast.Expr) {
	if ch.to.obj == nil || r.s == nil {
		return
	}
	r.channel(ch, e, write)
	r.panics()
	r.t.ops = append(r.t.ops, op{kind: opClose, sync: ch.to.key(), elem: elemOf(r.typeOf(e)), node: r.emit(), thread: r.thread})
}

// channel notes that a channel is sent on or closed: whoever closes it must know
// that nobody sends any more.
func (r *activation) channel(ch value, e ast.Expr, how role) {
	l := ch.to.part(channelPart)
	l.last = lastOf(r.t.prog, e)
	asking := r.asking
	r.asking = false
	if a := r.access(l, e, how, ch.via); a != nil && a.what == "" {
		a.what = sendOn
		if how.writes() {
			a.what = closeOf
		}
	}
	r.asking = asking
}

const (
	sendOn  = " (a send)"
	closeOf = " (a close)"
)

// panics notes that the function may end here, if it recovers.
func (r *activation) panics() {
	if r.s != nil && r.recovers {
		r.wayOut(r.s.clone())
	}
}

// inLoop reports whether an expression is in a loop of its function.
func (r *activation) inLoop(e ast.Node) bool {
	for n := r.t.prog.parent[e]; n != nil; n = r.t.prog.parent[n] {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		}
	}
	return false
}
