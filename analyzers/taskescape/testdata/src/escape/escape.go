// Package escape lets Contexts leave their tasks.
package escape

import (
	"sync"
	"time"

	"aio"
)

type server struct {
	co     aio.Context
	name   string
	cancel func()
}

var current aio.Context

func serve(co aio.Context, n int) {}

func stores(co aio.Context, s *server, ch chan aio.Context, m map[string]aio.Context) {
	s.co = co                      // want `co, an aio.Context, is stored in a field: .*`
	current = co                   // want `co, an aio.Context, is stored in a package variable: .*`
	ch <- co                       // want `co, an aio.Context, is sent on a channel: .*`
	m["x"] = co                    // want `co, an aio.Context, is stored in an element: .*`
	_ = &server{co: co, name: "x"} // want `co, an aio.Context, is stored in a field: .*`
	_ = server{co, "x", nil}       // want `co, an aio.Context, is stored in a field: .*`
	_ = []aio.Context{co}          // want `co, an aio.Context, is stored in an element: .*`
}

func starts(co aio.Context) {
	go func() {
		serve(co, 1) // want `co, an aio.Context, is used by a goroutine started by go: .*`
	}()
	go serve(co, 2) // want `co, an aio.Context, is handed to a goroutine started by go: .*`
}

func results(co aio.Context, s *server) func() {
	s.co, s.cancel = aio.WithCancel(co) // want `s.co, an aio.Context, is stored in a field: .*`
	var stop func()
	current, stop = aio.WithCancel(co) // want `current, an aio.Context, is stored in a package variable: .*`
	return stop
}

type job struct {
	co aio.Context
	n  int
}

type batch struct{ first job }

type embeds struct {
	aio.Context
	n int
}

func (j job) run() {}

func literals(co aio.Context, list []aio.Context) {
	_ = []*job{{co: co}}             // want `co, an aio.Context, is stored in a field: .*`
	_ = map[string]job{"x": {co, 1}} // want `co, an aio.Context, is stored in a field: .*`
	_ = embeds{Context: co}          // want `co, an aio.Context, is stored in a field: .*`
	_ = append(list, co)             // want `co, an aio.Context, is stored in an element: .*`
}

func structs(co aio.Context, j job, b *batch, s *server) {
	go worker(j)     // want `j, which holds an aio.Context, is handed to a goroutine started by go: .*`
	go workers(b, 1) // want `b, which holds an aio.Context, is handed to a goroutine started by go: .*`
	go j.run()       // want `j, which holds an aio.Context, is handed to a goroutine started by go: .*`
	go func() {
		serve(j.co, 1)       // want `j.co, an aio.Context, is used by a goroutine started by go: .*`
		serve(b.first.co, 1) // want `b.first.co, an aio.Context, is used by a goroutine started by go: .*`
		mine := co           // want `co, an aio.Context, is used by a goroutine started by go: .*`
		serve(mine, 1)
		go func() {
			serve(s.co, 1) // want `s.co, an aio.Context, is used by a goroutine started by go: .*`
		}()
	}()
	go func(co aio.Context) {
		serve(co, 1)
	}(co) // want `co, an aio.Context, is handed to a goroutine started by go: .*`
	go late(1, co) // want `co, an aio.Context, is handed to a goroutine started by go: .*`
}

func worker(j job)               {}
func workers(b *batch, n int)    {}
func late(n int, co aio.Context) {}

func others(co aio.Context) {
	var wg sync.WaitGroup
	wg.Go(func() {
		serve(co, 1) // want `co, an aio.Context, is used by a goroutine started by sync.\(\*WaitGroup\).Go: .*`
	})
	time.AfterFunc(1, func() {
		serve(co, 1) // want `co, an aio.Context, is used by a goroutine started by time.AfterFunc: .*`
	})
	wg.Wait()
}
