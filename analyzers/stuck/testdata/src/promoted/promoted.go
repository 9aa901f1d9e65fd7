// Package promoted calls methods of a package that it does not import, in ways
// that its source does not name.
package promoted

import "promoted/middle"

type doer interface{ Do() }

type conn struct{ middle.Conn }

func through() {
	ch := make(chan int)
	var d doer = &conn{}
	d.Do()
	go func() {
		ch <- 1 // want `goroutine may wait for ever in this send on ch: nobody is left who could receive`
	}()
}

func generic() {
	ch := make(chan int)
	call(middle.Number())
	go func() {
		ch <- 1 // want `goroutine may wait for ever in this send on ch: nobody is left who could receive`
	}()
}

func call[T doer](v T) { v.Do() }
