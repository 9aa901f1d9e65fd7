package result

import (
	"io"
	"net/http"
	"time"
)

func ops(ch chan int, w io.Writer, f func()) {
	ch <- 1
	select {
	case <-ch:
		http.Get("x")
	case ch <- 2:
	}
	func() { <-ch }()
	defer time.Sleep(1)
	w.Write(nil)
	f()
	go time.Sleep(2)
	helper()
	print(len("x"))
}

func helper() { time.Sleep(3) }
