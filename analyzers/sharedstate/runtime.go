package sharedstate

import (
	"strings"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
)

// runtimeActions are the functions of the aio runtime that order what they stand between
// as those of package sync and channels do, by the name behind the package.
var runtimeActions = map[string]func(r *activation, p *pending) value{
	"(*Mutex).Lock":        locks(false),
	"(*Mutex).LockContext": locks(false),
	"(*Mutex).TryLock":     locks(false),
	"(*Mutex).Unlock":      (*activation).unlock,
	"(*RWMutex).Lock":      locks(false),
	"(*RWMutex).TryLock":   locks(false),
	"(*RWMutex).Unlock":    (*activation).unlock,
	"(*RWMutex).RLock":     locks(true),
	"(*RWMutex).TryRLock":  locks(true),
	"(*RWMutex).RUnlock":   (*activation).unlock,
	"(*WaitGroup).Add":     waitGroupAdd,
	"(*WaitGroup).Done":    releases,
	"(*WaitGroup).Wait":    acquires,
	"(*Group).Wait":        acquires,
	"Send[...]":            sendMark,
	"Recv[...]":            recvMark,
	"RecvOK[...]":          recvMark,
}

// runtimeAction returns what a function of the runtime does; nil for any other, and in
// the runtime itself. Whatever is not listed may wait for anything: tasks are not followed
// as goroutines are.
func (r *activation) runtimeAction(p *pending, name string) func(r *activation, p *pending) value {
	path := p.fn.Pkg().Path()
	if !color.IsRuntime(path) || path == r.t.prog.pass.Pkg.Path() {
		return nil
	}
	if act := runtimeActions[strings.TrimPrefix(name, path+".")]; act != nil {
		return act
	}
	return func(r *activation, p *pending) value {
		r.t.ops = append(r.t.ops, op{kind: opUnknown, node: r.emit(), thread: r.thread})
		return r.opaque(p)
	}
}

// sendMark is aio.Send(co, ch, v).
func sendMark(r *activation, p *pending) value {
	if len(p.args) != 3 || p.call == nil {
		return r.opaque(p)
	}
	r.send(p.args[1], p.call.Args[1])
	r.forget(p.args[2])
	return r.t.unknown()
}

// recvMark is aio.Recv(co, ch), with or without ok.
func recvMark(r *activation, p *pending) value {
	if len(p.args) != 2 || p.call == nil {
		return r.opaque(p)
	}
	return r.receive(p.args[1], p.call.Args[1], r.typeOf(p.call))
}
