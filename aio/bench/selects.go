package bench

import (
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func selectRows() []Row {
	return []Row{
		{Name: "mark/Select/ready", Base: plain("select", plainSelectReady), Ours: mark(Free(5), markSelectReady)},
		{Name: "mark/Select/ready/reused", Base: plain("select", plainSelectReady), Ours: mark(Free(5), markSelectReused)},
		{Name: "mark/Select/blocked", Base: plain("select", plainSelectBlocked), Ours: mark(Free(5), markSelectBlocked)},
	}
}

// twoReady returns two channels that always have a value.
func twoReady() (a, c chan int) {
	a, c = make(chan int), make(chan int)
	close(a)
	close(c)
	return a, c
}

func plainSelectReady(b *testing.B) error {
	a, c := twoReady()
	n := 0
	for range b.N {
		select {
		case <-a:
			n++
		case <-c:
			n++
		}
	}
	return check(n, b.N)
}

// markSelectReady makes the cases anew each time, as the line for line translation of a select statement does.
func markSelectReady(b *testing.B, co aio.Context) error {
	a, c := twoReady()
	n := 0
	for range b.N {
		onA, onC := aio.OnRecv(a), aio.OnRecv(c)
		switch aio.Select(co, onA, onC) {
		case onA:
			n++
		case onC:
			n++
		}
	}
	return check(n, b.N)
}

func markSelectReused(b *testing.B, co aio.Context) error {
	a, c := twoReady()
	onA, onC := aio.OnRecv(a), aio.OnRecv(c)
	n := 0
	for range b.N {
		switch aio.Select(co, onA, onC) {
		case onA:
			n++
		case onC:
			n++
		}
	}
	return check(n, b.N)
}

func feed(ch chan int, n int) {
	for range n {
		ch <- 1
	}
}

func plainSelectBlocked(b *testing.B) error {
	ch, never := make(chan int), make(chan struct{})
	go feed(ch, b.N)
	sum := 0
	for range b.N {
		select {
		case v := <-ch:
			sum += v
		case <-never:
		}
	}
	return check(sum, b.N)
}

func markSelectBlocked(b *testing.B, co aio.Context) error {
	ch, never := make(chan int), make(chan struct{})
	go feed(ch, b.N)
	sum := 0
	for range b.N {
		onValue, onEnd := aio.OnRecv(ch), aio.OnRecv(never)
		switch aio.Select(co, onValue, onEnd) {
		case onValue:
			sum += onValue.Value()
		case onEnd:
		}
	}
	return check(sum, b.N)
}
