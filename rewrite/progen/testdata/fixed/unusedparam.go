// The only use of a variable is an argument for a parameter that is not used.
package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	done := make(chan string)
	x := 1
	go func(n int) {
		time.Sleep(time.Millisecond)
		done <- "one"
	}(x)
	fmt.Println(<-done)
	go func(c context.Context) {
		go func(c context.Context) {
			time.Sleep(time.Millisecond)
			done <- "two"
		}(c)
		time.Sleep(time.Millisecond)
	}(context.Background())
	fmt.Println(<-done)
}
