// The coroutine of iter.Pull enters the loop that its caller holds.
package main

import (
	"fmt"
	"iter"
	"time"
)

func main() {
	c := make(chan int)
	go func() {
		for i := range 3 {
			c <- i
		}
		close(c)
	}()
	next, stop := iter.Pull(func(yield func(int) bool) {
		for v := range c {
			time.Sleep(time.Millisecond)
			if !yield(v) {
				return
			}
		}
	})
	defer stop()
	for {
		v, ok := next()
		if !ok {
			break
		}
		fmt.Println(v)
	}
}
