// A one-shot goroutine that computes stays one in a second port.
package main

import "fmt"

func main() {
	c := make(chan int, 1)
	go func() { c <- 4 * 5 }()
	select {
	case v := <-c:
		fmt.Println(v)
	}
}
