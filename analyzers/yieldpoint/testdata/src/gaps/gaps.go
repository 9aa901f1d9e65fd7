// Package gaps holds what the analyzer is known to get wrong. The expectations
// are what it says today, the comments what would be right.
package gaps

import (
	"os"
	"reflect"
	"time"
)

// The buffer has room for the only send, so it never waits.
func buffered() { // want `^buffered: chan channel send$`
	ch := make(chan int, 1)
	ch <- 1
}

// The package that implements Source imports this one and is not seen from here.
type Source interface{ Next() int }

type reader struct{ src Source }

func (r *reader) next() int { return r.src.Next() } // want `^next: dyn\?\? interface method gaps.Source.Next$`

// The field is only ever set to a function that sleeps.
type job struct{ run func() }

func start() { // want `^start: dyn\?\? function value j.run$`
	j := job{run: func() { time.Sleep(1) }}
	j.run()
}

// Reflection calls the function; it is not followed.
func reflected() { reflect.ValueOf(func() { time.Sleep(1) }).Call(nil) }

// The parameter may have become another function.
func defaulted(f func()) { // want `^defaulted: calls 0$`
	if f == nil {
		f = func() { time.Sleep(1) }
	}
	f()
}

// The branch is never taken.
func dead() { // want `^dead: sleep time.Sleep$`
	if false {
		time.Sleep(1)
	}
}

// Both cases are known, but the variable has two values.
func chosen(b bool) { // want `^chosen: dyn\?\? function value f$`
	f := func() {}
	if b {
		f = func() { os.Remove("x") }
	}
	f()
}
