package endless // want package:"never return: Branches, Calls, Choice, Forever, Generic, Goto, Logger.Stop, Panics, Wait, exit, first, second"

import (
	"log"
	"os"
	"runtime"
)

func Panics() { panic("no") }

func exit() { os.Exit(1) }

// Calls ends in a function of this package.
func Calls() { println(); exit() }

func Forever() {
	for {
	}
}

func Wait() { select {} }

func Branches(b bool) {
	if b {
		log.Fatal("no")
	} else {
		runtime.Goexit()
	}
}

func Choice(n int) {
	switch n {
	case 1:
		panic(1)
	default:
		Calls()
	}
}

func Goto() {
again:
	println()
	goto again
}

func Generic[T any](v T) { panic(v) }

type Logger struct{ l *log.Logger }

func (l *Logger) Stop() { l.l.Panicln("no") }

// Each of the two ends in the other, or in a panic.
func first(n int) {
	if n > 0 {
		second(n - 1)
	}
	panic("no")
}

func second(n int) { first(n) }

func Returns() { println() }

func (l *Logger) Print() { l.l.Println("yes") }

// Recovers may come back: what it defers may recover.
func Recovers() {
	defer func() { recover() }()
	panic("no")
}

func Early(b bool) int {
	if b {
		return 1
	}
	panic("no")
}

func Loop(n int) {
	for range n {
		panic("no")
	}
}

func Breaks() {
	for {
		break
	}
}

func Partly(n int) {
	switch n {
	case 1:
		panic(1)
	}
}

func Started() { go Panics() }

// Literal does not call what it declares.
func Literal() func() { return func() { panic("no") } }

func Through(f func()) { f() }
