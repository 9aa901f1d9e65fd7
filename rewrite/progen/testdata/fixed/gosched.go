// A loop lets others run by runtime.Gosched, which was no mark.
package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
)

func main() {
	var done atomic.Bool
	go func() { time.Sleep(time.Millisecond); done.Store(true) }()
	for !done.Load() {
		runtime.Gosched()
	}
	fmt.Println("ok")
}
