// Package escape lets Contexts leave their tasks.
package escape

import "aio"

type server struct {
	co   aio.Context
	name string
}

var current aio.Context

func serve(co aio.Context, n int) {}

func stores(co aio.Context, s *server, ch chan aio.Context, m map[string]aio.Context) {
	s.co = co                      // want `co, an aio.Context, is stored in a field: .*`
	current = co                   // want `co, an aio.Context, is stored in a package variable: .*`
	ch <- co                       // want `co, an aio.Context, is sent on a channel: .*`
	m["x"] = co                    // want `co, an aio.Context, is stored in an element: .*`
	_ = &server{co: co, name: "x"} // want `co, an aio.Context, is stored in a field: .*`
	_ = server{co, "x"}            // want `co, an aio.Context, is stored in a field: .*`
	_ = []aio.Context{co}          // want `co, an aio.Context, is stored in an element: .*`
}

func starts(co aio.Context) {
	go func() {
		serve(co, 1) // want `co, an aio.Context, is used by a goroutine started by go: .*`
	}()
	go serve(co, 2) // want `co, an aio.Context, is handed to a goroutine started by go: .*`
}
