// Package shuffle has ties, cycles, several init functions and literals that
// are spread over its files.
package shuffle

import "time"

var first = func() int { time.Sleep(1); return 1 }()

func init() { ping(1) }

func ping(n int) { pong(n) }

type T struct{ ch chan int }

func (t *T) String() string { t.wait(); return "" }

func (t *T) Put(n int) { t.ch <- n }

func tie(a, b func()) { a(); b(); viaB(); viaA() }
