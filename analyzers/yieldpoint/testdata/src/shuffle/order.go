package shuffle

import "time"

// The numbers of these literals depend on the order of initialization, which
// depends on the order of the files.
var (
	secondly = func() int { time.Sleep(1); return firstly() }
	firstly  = func() int { <-tables["x"](); return 0 }
)

var tables = map[string]func() chan int{"x": func() chan int { select {} }}

func started(f func()) { go func() { f() }() }

func starter() {
	started(func() { secondly() })
	started(func() { <-make(chan int) })
}
