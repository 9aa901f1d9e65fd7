// A return sets the named result that a goroutine was given.
package main

import (
	"fmt"
	"time"
)

func report(n int, c chan<- int) { time.Sleep(time.Millisecond); c <- n }

func f(c chan<- int) (r int) {
	go report(r, c)
	return 5
}

func main() {
	c := make(chan int, 1)
	x := f(c)
	fmt.Println(x, <-c)
}
