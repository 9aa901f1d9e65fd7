// Package gaps holds what the analyzer is known to get wrong. The expectations
// are what it says today, the comments what would be right.
package gaps

import (
	"reflect"
	"time"
)

// The package that implements Source imports this one and is not seen from here.
type Source interface{ Next() int }

type reader struct{ src Source }

func (r *reader) next() int { return r.src.Next() } // want `^next: dyn\?\? interface method gaps.Source.Next$`

// A function adds its parameter to the table.
var handlers = map[string]func(){}

func register(name string, f func()) { handlers[name] = f }

var _ = add()

func add() bool { register("nap", func() { time.Sleep(1) }); return true }

func start() { // want `^start: dyn\?\? function value handlers\["nap"\]$`
	handlers["nap"]()
}

// Reflection calls the function; which one it is is not followed.
func reflected() { // want `^reflected: dyn\?\? reflect.Value.Call$`
	reflect.ValueOf(func() { time.Sleep(1) }).Call(nil)
}

// The branch is never taken.
func dead() { // want `^dead: sleep time.Sleep$`
	if false {
		time.Sleep(1)
	}
}
