// Callers of a sync.OnceValue keep the loop while its function waits.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	v := sync.OnceValue(func() int { time.Sleep(time.Millisecond); return 4 })
	c := make(chan int)
	for range 3 {
		go func() { c <- v() }()
	}
	fmt.Println(<-c, <-c, <-c)
}
