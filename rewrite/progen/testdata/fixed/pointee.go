// A value method that is started through a pointer copies what the pointer points to.
package main

import (
	"fmt"
	"time"
)

type unit struct{ id int }

func (u unit) run(c chan<- int) { time.Sleep(time.Millisecond); c <- u.id }

func main() {
	c := make(chan int)
	u := &unit{4}
	go u.run(c)
	u.id = 99
	fmt.Println(<-c)
}
