// Package closures holds function literals and function values.
package closures

import (
	"sync"
	"time"
)

func invoked() { // want `^invoked: sleep closures.invoked.func1 -> time.Sleep$`
	func() { time.Sleep(1) }()
}

func deferred() { // want `^deferred: sleep closures.deferred.func1 -> time.Sleep$`
	defer func() { time.Sleep(1) }()
}

func nested() { // want `^nested: sleep closures.nested.func2 -> closures.nested.func2.1 -> time.Sleep$`
	func() {}()
	func() {
		func() { time.Sleep(1) }()
	}()
}

func named() { // want `^named: sleep closures.named.func1 -> time.Sleep$`
	nap := func() { time.Sleep(1) }
	nap()
}

func recursive() { // want `^recursive: sleep closures.recursive.func1 -> time.Sleep$`
	var again func(int)
	again = func(n int) {
		if n > 0 {
			time.Sleep(1)
			again(n - 1)
		}
	}
	again(3)
}

type job struct{ do func() }

// A literal that is only stored does not run here.
func stored() *job {
	return &job{do: func() { time.Sleep(1) }}
}

// The field has no other value.
func (j *job) run() { j.do() } // want `^run: sleep closures.stored.func1 -> time.Sleep$`

type hooks struct {
	before func()
	After  func()
}

func newHooks(before func()) *hooks { return &hooks{before: before} }

// The field comes from a parameter of another function.
func (h *hooks) start() { h.before() } // want `^start: dyn\?\? function value before$`

// Another package may set an exported field.
func (h *hooks) stop() { h.After() } // want `^stop: dyn\?\? function value h.After$`

func defaulted(f func()) { // want `^defaulted: sleep\? closures.defaulted.func1 -> time.Sleep; calls 0$`
	if f == nil {
		f = func() { time.Sleep(1) }
	}
	f()
}

func address() { // want `^address: dyn\?\? function value f$`
	f := func() {}
	replace(&f)
	f()
}

func replace(f *func()) { *f = func() { time.Sleep(1) } }

func reassigned(f bool) { // want `^reassigned: sleep\? closures.reassigned.func1 -> time.Sleep$`
	nap := func() { time.Sleep(1) }
	if f {
		nap = func() {}
	}
	nap()
}

var sleep = time.Sleep

func throughVariable() { sleep(1) } // want `^throughVariable: sleep time.Sleep$`

var Hook = func() {}

// Another package may set an exported variable.
func exportedVariable() { Hook() } // want `^exportedVariable: dyn\?\? function value Hook$`

func inGoroutine(f func()) { // want `^inGoroutine: spawns$`
	go func() {
		f()
		time.Sleep(1)
	}()
}

type flusher struct{}

func (flusher) flush() { time.Sleep(1) } // want `^flush: sleep time.Sleep$`

func methodValue() { // want `^methodValue: sleep closures.flusher.flush -> time.Sleep$`
	var f flusher
	g := f.flush
	g()
}

func methodExpression() { // want `^methodExpression: sleep closures.flusher.flush -> time.Sleep$`
	flusher.flush(flusher{})
}

type plan func(int) error

func wrapA(p plan) plan { // want `^wrapA: returns closures.wrapA.func1$`
	return func(n int) error { return p(n) }
}

func wrapB(p plan) plan { // want `^wrapB: returns closures.wrapB.func1$`
	return func(n int) error { return p(n) }
}

// Wrappers around wrappers around themselves come to an end.
func wrapped(p plan, deep bool) { // want `^wrapped: calls 0$`
	for range 3 {
		p = wrapA(p)
		if deep {
			p = wrapB(p)
		}
	}
	p(1)
}

var config = sync.OnceValue(func() int { time.Sleep(1); return 1 })

func configured() int { return config() } // want `^configured: sleep closures.init.func2 -> time.Sleep$`

var handlers = map[string]func(){"nap": func() { time.Sleep(1) }}

// A table may hold what is put into it, and what nobody sees.
func fromMap(name string) { // want `^fromMap: sleep\? closures.init.func3 -> time.Sleep; dyn\?\? function value handlers\[name\]$`
	handlers[name]()
}

func fromSlice(ch chan int) { // want `^fromSlice: chan\? closures.fromSlice.func1 -> channel receive; sleep\? closures.fromSlice.func2 -> time.Sleep; dyn\?\? function value f$`
	list := []func(){func() { <-ch }}
	list = append(list, func() { time.Sleep(1) })
	for _, f := range list {
		f()
	}
}

func fromArray(i int) { // want `^fromArray: sleep\? closures.fromArray.func1 -> time.Sleep; dyn\?\? function value x\[i\]$`
	var x [2]func()
	x[0] = func() { time.Sleep(1) }
	x[i]()
}
