// Package once reaches one stuck operation in several ways.
package once

type buffer struct{ in, out chan int }

func (b *buffer) run() {
	for v := range b.in { // want `goroutine may wait for ever in this range over b.in: nobody is left who could send or close`
		b.out <- v
	}
}

func newBuffer() *buffer {
	b := &buffer{make(chan int), make(chan int)}
	go b.run()
	return b
}

func first() {
	b := newBuffer()
	b.in <- 1
	<-b.out
}

func second() {
	b := newBuffer()
	go func() { <-b.out }()
	b.in <- 1
}

// The receiver that waits for the buffer is related information of it.
func third() {
	b := newBuffer()
	b.in <- 1
	go func() {
		<-b.out
		<-b.out
	}()
}
