// Package closures holds function literals and function values.
package closures

import "time"

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

func (j *job) run() { j.do() } // want `^run: dyn\?\? function value j.do$`

func reassigned(f bool) { // want `^reassigned: dyn\?\? function value nap$`
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
