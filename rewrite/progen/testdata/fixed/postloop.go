// The post statement of a loop changes a variable that the loop does not declare.
package main

import (
	"fmt"
	"slices"
	"time"
)

func f(n int, c chan<- int) { time.Sleep(time.Millisecond); c <- n }

func main() {
	c := make(chan int)
	n := 0
	for ; n < 3; n++ {
		go f(n, c)
	}
	j := 10
	for i := 0; i < 3; i, j = i+1, j+1 {
		go f(j, c)
	}
	var all []int
	for range 6 {
		all = append(all, <-c)
	}
	slices.Sort(all)
	fmt.Println(all)
}
