// Package tokens hands a token around in a channel with a buffer.
package tokens

type Box struct{ ch chan int }

func New() *Box { return &Box{ch: make(chan int, 1)} }

func (b *Box) Put(v int) { b.ch <- v }

func (b *Box) Get() int { return <-b.ch }
