package sharedstate

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// actions are the functions of other packages that lock, wait, or run what they
// are given, by catalog name.
var actions map[string]func(r *activation, p *pending) value

func init() {
	actions = map[string]func(r *activation, p *pending) value{
		"sync.(*Mutex).Lock":       locks(false),
		"sync.(*Mutex).TryLock":    locks(false),
		"sync.(*Mutex).Unlock":     (*activation).unlock,
		"sync.(*RWMutex).Lock":     locks(false),
		"sync.(*RWMutex).TryLock":  locks(false),
		"sync.(*RWMutex).Unlock":   (*activation).unlock,
		"sync.(*RWMutex).RLock":    locks(true),
		"sync.(*RWMutex).TryRLock": locks(true),
		"sync.(*RWMutex).RUnlock":  (*activation).unlock,
		"sync.Locker.Lock":         locks(false),
		"sync.Locker.Unlock":       (*activation).unlock,

		"sync.(*RWMutex).RLocker": rLocker,
		"time.(*Timer).Stop":      stopTimer,
		"context.Context.Err":     asksContext,
		"context.Cause":           asksContext,

		"sync.NewCond":           newCond,
		"sync.(*Cond).Wait":      condWait,
		"sync.(*Cond).Signal":    releases,
		"sync.(*Cond).Broadcast": releases,

		"sync.(*WaitGroup).Add":  waitGroupAdd,
		"sync.(*WaitGroup).Done": releases,
		"sync.(*WaitGroup).Wait": acquires,
		"sync.(*Once).Do":        onceDo,
		"sync.(*Pool).Put":       putBack,
		"sync.(*Pool).Get":       acquires,

		"golang.org/x/sync/errgroup.(*Group).Wait":      acquires,
		"github.com/sourcegraph/conc.(*WaitGroup).Wait": acquires,
		"github.com/sourcegraph/conc/pool.(*Pool).Wait": acquires,

		"time.(*Timer).Reset":  timer,
		"time.(*Ticker).Reset": timer,

		"testing.(*common).Cleanup": cleanup,
		"testing.(*T).Run":          subtest,
		"testing.(*T).Parallel":     parallel,
		"testing/synctest.Test":     bubble(1),
		"testing/synctest.Run":      bubble(0),
		"testing/synctest.Wait":     settle,
		"internal/synctest.Run":     bubble(0), // what these are made of has no body
		"internal/synctest.Wait":    settle,
		"time.Sleep":                sleep,

		"sync.OnceFunc":        onceFunc,
		"sync.OnceValue[...]":  onceFunc,
		"sync.OnceValues[...]": onceFunc,

		"context.AfterFunc":       afterCancel,
		"runtime.SetFinalizer":    finalizer,
		"runtime.AddCleanup[...]": finalizer,
	}
	for _, op := range []string{
		"Load", "Store", "LoadOrStore", "LoadAndDelete", "Delete", "Swap", "CompareAndSwap", "CompareAndDelete", "Clear", "Range",
	} {
		actions["sync.(*Map)."+op] = mapMethod(op)
	}
	for _, typ := range []string{"Int32", "Int64", "Uint32", "Uint64", "Uintptr", "Bool", "Value", "Pointer"} {
		for _, op := range []string{"Load", "Store", "Swap", "CompareAndSwap", "Add", "And", "Or"} {
			actions["sync/atomic.(*"+typ+")."+op] = atomicMethod(op)
			actions["sync/atomic."+op+typ] = atomicFunc(op)
		}
	}
}

func locks(read bool) func(r *activation, p *pending) value {
	return func(r *activation, p *pending) value {
		l, reader := r.lockOf(p)
		if l.obj == nil {
			r.s.hidden = true
			return r.t.unknown()
		}
		r.uses(l, p)
		r.emit()
		r.s.held = append(r.s.held[:len(r.s.held):len(r.s.held)], lock{loc: l, read: read || reader})
		r.acquire(l) // from who unlocks it for others
		r.enter(l.key())
		return r.t.unknown()
	}
}

// uses notes that a lock is used, in the way of an atomic variable.
func (r *activation) uses(l loc, p *pending) {
	if p.call == nil {
		return
	}
	if sel, ok := ast.Unparen(p.call.Fun).(*ast.SelectorExpr); ok {
		if a := r.access(l, sel.X, update, p.recv.via); a != nil {
			a.atomic = true
		}
	}
}

// lockOf returns the lock that a method locks, and whether it is its read side.
func (r *activation) lockOf(p *pending) (loc, bool) {
	l := p.recv.to
	path, reader := strings.CutSuffix(l.path, readerPart)
	l.path = path
	return l, reader
}

// enter begins a critical section.
func (r *activation) enter(k key) {
	sec := &section{lock: k, thread: r.thread, wrote: make(map[key]bool), asked: make(map[key][]int32)}
	r.t.sections = append(r.t.sections, sec)
	r.s.sections = append(r.s.sections[:len(r.s.sections):len(r.s.sections)], sec)
}

// leave ends the critical sections of a lock.
func (r *activation) leave(k key) {
	n := r.emit()
	var rest []*section
	for _, sec := range r.s.sections {
		if sec.lock == k {
			sec.ends = append(sec.ends, n)
		} else {
			rest = append(rest, sec)
		}
	}
	r.s.sections = rest
}

func (r *activation) unlock(p *pending) value {
	mu, _ := r.lockOf(p)
	k := mu.key()
	if !slices.ContainsFunc(r.s.held, func(l lock) bool { return l.key() == k }) {
		r.release(mu) // another goroutine has locked it
	}
	var rest []lock
	for _, l := range r.s.held {
		if l.key() != k {
			rest = append(rest, l)
		}
	}
	r.s.held = rest
	r.leave(k)
	return value{n: -1, room: -1}
}

func newCond(r *activation, p *pending) value {
	o := r.t.newObject(nil)
	v := value{to: loc{obj: o}, n: -1, room: -1}
	if len(p.args) > 0 {
		r.t.keep(r.s, v.to.part(".L").key(), p.args[0])
	}
	return v
}

// condWait gives the lock to others for a while.
func condWait(r *activation, p *pending) value {
	if p.recv.to.obj == nil {
		r.t.ops = append(r.t.ops, op{kind: opUnknown, node: r.emit(), thread: r.thread})
		return value{}
	}
	k := p.recv.to.part(".L").key()
	if v, ok := r.s.store.find(k); ok {
		r.leave(v.to.key())
		r.enter(v.to.key())
	}
	r.acquire(p.recv.to)
	return value{}
}

func releases(r *activation, p *pending) value {
	r.release(p.recv.to)
	return r.t.unknown()
}

// putBack hands something to who gets it from a pool.
func putBack(r *activation, p *pending) value {
	for _, a := range p.args {
		a.hand()
	}
	return releases(r, p)
}

func acquires(r *activation, p *pending) value {
	r.acquire(p.recv.to)
	var typ types.Type
	if p.call != nil {
		typ = r.typeOf(p.call)
	}
	return r.t.fresh(typ)
}

// waitGroupAdd may also count down.
func waitGroupAdd(r *activation, p *pending) value {
	if len(p.args) == 1 {
		if _, up := p.args[0].index(); !up {
			r.release(p.recv.to)
		}
	}
	return value{}
}

// onceDo runs a function of which only one call is made; the others wait for
// its end.
func onceDo(r *activation, p *pending) value {
	if p.recv.to.obj == nil || len(p.args) != 1 {
		return r.opaque(p)
	}
	r.doOnce(p.recv.to, p.args[0], p.pos)
	return value{}
}

// onceFunc makes a function that is run by the first call only.
func onceFunc(r *activation, p *pending) value {
	once, f, pos := loc{obj: r.t.newObject(nil)}, p.args[0], p.pos
	if f.fn == nil {
		return r.opaque(p)
	}
	return value{fn: &closure{captured: f.fn.objects(), does: func(in *activation) { in.doOnce(once, f, pos) }}, n: -1, room: -1}
}

func (r *activation) doOnce(once loc, f value, pos token.Pos) {
	skip := r.s.clone()
	held := r.s.held
	r.s.held = append(held[:len(held):len(held)], lock{loc: once.part(".do")})
	r.perform(&pending{target: f, pos: pos})
	r.release(once)
	if r.s != nil {
		r.s.held = held
	}
	r.s = r.t.join(r.s, skip)
	r.acquire(once)
}

// atomicMethod is a method of an atomic variable.
func atomicMethod(op string) func(r *activation, p *pending) value {
	return func(r *activation, p *pending) value {
		for _, a := range p.args {
			a.hand()
			r.forget(a)
		}
		return r.atomic(p, p.recv.to, op)
	}
}

// atomicFunc is a function that is given the address of a variable, which can also
// be used without care.
func atomicFunc(op string) func(r *activation, p *pending) value {
	return func(r *activation, p *pending) value {
		l := p.args[0].to
		for _, a := range p.args[1:] {
			a.hand()
		}
		how := update
		switch op {
		case "Load":
			how = read
		case "Store":
			how = write
		}
		asking := r.asking
		r.asking = false
		e := ast.Unparen(p.call.Args[0])
		if u, ok := e.(*ast.UnaryExpr); ok {
			e = u.X
		}
		if a := r.access(l, e, how, p.args[0].via); a != nil {
			a.atomic = true
		}
		r.asking = asking
		if l.obj != nil && r.s != nil {
			r.t.keep(r.s, l.key(), r.t.unknown())
		}
		return r.atomic(p, l, op)
	}
}

func (r *activation) atomic(p *pending, l loc, op string) value {
	if l.obj == nil {
		return r.t.fresh(r.typeOf(p.call))
	}
	if op != "Load" {
		r.release(l)
	}
	if op != "Store" {
		r.acquire(l)
	}
	switch {
	case op == "CompareAndSwap" || op == "Swap", op == "Add" && r.asking:
		// One goroutine gets the answer that the others do not.
		r.s.claim(l.key())
	case r.asking:
		r.ask(l)
	case op == "Store":
		r.wrote(l)
		r.s.unclaim(l.key()) // the next one may pass
	}
	var typ types.Type
	if p.call != nil {
		typ = r.typeOf(p.call)
	}
	return r.t.fresh(typ)
}
