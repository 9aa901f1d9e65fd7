// Package room holds channel operations that cannot wait, and some that look
// like it.
package room

import "errors"

func work() error { return errors.New("x") }

func first() error {
	ch := make(chan error, 1)
	ch <- work()
	return <-ch // want-kinds first chan
}

func once() { // nothing waits
	ch := make(chan int, 1)
	ch <- 1
}

func two() {
	ch := make(chan int, 2)
	ch <- 1
	ch <- 2
}

func three() { // want-kinds three chan
	ch := make(chan int, 2)
	ch <- 1
	ch <- 2
	ch <- 3
}

func unbuffered() { // want-kinds unbuffered chan
	ch := make(chan int)
	ch <- 1
}

func dynamic(n int) { // want-kinds dynamic chan
	ch := make(chan int, n)
	ch <- 1
}

func eitherWay() <-chan error {
	ch := make(chan error, 1)
	go func() {
		if err := work(); err != nil {
			ch <- err
			return
		}
		ch <- nil
	}()
	return ch
}

func switches(n int) <-chan int {
	ch := make(chan int, 1)
	go func() {
		switch n {
		case 1:
			ch <- 1
		case 2:
			ch <- 2
		default:
			ch <- 3
		}
	}()
	return ch
}

func breaks(n int) <-chan int {
	ch := make(chan int, 1)
	go func() { // want-kinds breaks.func1 chan
		switch n {
		case 1:
			if n > 0 {
				ch <- 1
				break
			}
			return
		}
		ch <- 3
	}()
	return ch
}

func both() {
	ch := make(chan int, 1)
	go func() { ch <- 1 }() // want-kinds both.func1 chan
	go func() { ch <- 1 }() // want-kinds both.func2 chan
	<-ch                    // want-kinds both chan
}

func enough() {
	ch := make(chan int, 2)
	go func() { ch <- 1 }()
	go func() { ch <- 1 }()
}

func loop() { // want-kinds loop chan
	ch := make(chan int, 1)
	for range 2 {
		ch <- 1
	}
}

func inLoop() {
	for range 2 {
		ch := make(chan int, 1)
		ch <- 1
	}
}

func inHead() { // want-kinds inHead chan
	for i, ch := 0, make(chan int, 1); i < 2; i++ {
		ch <- 1
	}
}

func startedInLoop() {
	ch := make(chan int, 2)
	for range 3 {
		go func() { ch <- 1 }() // want-kinds startedInLoop.func1 chan
	}
}

func stored() {
	ch := make(chan int, 1)
	f := func() { ch <- 1 } // want-kinds stored.func1 chan
	f()                     // want-kinds stored chan
	f()
}

func escapes() { // want-kinds escapes chan
	ch := make(chan int, 1)
	fill(ch)
	ch <- 1
}

func fill(ch chan int) { ch <- 1 } // want-kinds fill chan

func drain(ch <-chan int) { <-ch } // want-kinds drain chan

func receiver() {
	ch := make(chan int, 1)
	go drain(ch)
	ch <- 1
}

func field() { // want-kinds field chan
	ch := make(chan int, 1)
	var s struct{ ch chan int }
	s.ch = ch
	s.ch <- 1
	ch <- 1
}

func assigned(other chan int, b bool) { // want-kinds assigned chan
	ch := make(chan int, 1)
	if b {
		ch = other
	}
	ch <- 1
}

func jumps(n int) { // want-kinds jumps chan
	ch := make(chan int, 1)
again:
	ch <- 1
	if n++; n < 2 {
		goto again
	}
}

func closed(ch chan int) {
	close(ch)
	<-ch
	for range ch {
	}
}

func closedLater(ch chan int) { // want-kinds closedLater chan
	<-ch
	close(ch)
}

func closedPerhaps(ch chan int, b bool) { // want-kinds closedPerhaps chan
	if b {
		close(ch)
	}
	<-ch
}

func closedAndReplaced(ch chan int) { // want-kinds closedAndReplaced chan
	close(ch)
	ch = make(chan int)
	<-ch
}

func closedOnReturn(ch chan int) { // want-kinds closedOnReturn chan
	defer close(ch)
	<-ch
}

func closedOther(a, b chan int) { // want-kinds closedOther chan
	close(a)
	<-b
}
