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

func decided(resp *http.Response, r io.Reader) {
	read(resp.Body)
	read(r)
	slowRead(resp.Body)
}

func read(r io.Reader) { r.Read(nil) }

func slowRead(r io.Reader) {
	time.Sleep(4)
	r.Read(nil)
}

func helper() { time.Sleep(3) }

// Functions without a name are told apart.
func _() { func() { select {} }() }
func _() { func() {}() }
