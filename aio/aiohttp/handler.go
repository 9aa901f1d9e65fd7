package aiohttp

import (
	"context"
	"net"
	"net/http"

	"github.com/asyncport/asyncport/aio"
)

// HandlerFunc makes a function that takes a Context an http.Handler.
//
//	mux.Handle("/users", aiohttp.HandlerFunc(s.users))
type HandlerFunc func(co aio.Context, w http.ResponseWriter, r *http.Request)

// ServeHTTP calls f as a task, by aio.Enter, with the context of the request. Under a serial policy it first waits for its
// turn. The task ends with f, also when f panics; tasks that f started go on, unless they are cancelled with the context of
// the request, which ends then too.
func (f HandlerFunc) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	co, leave := aio.Enter(r.Context())
	defer leave()
	f(co, w, r)
}

// HandleFunc is http.HandleFunc for a handler that takes a Context.
func HandleFunc(pattern string, f func(co aio.Context, w http.ResponseWriter, r *http.Request)) {
	http.Handle(pattern, HandlerFunc(f))
}

// BaseContext returns a BaseContext for an http.Server whose handlers are to run on the loop of co. They get the values of
// co, but not its cancellation. The functions of this package set it.
func BaseContext(co aio.Context) func(net.Listener) context.Context {
	base := aio.WithoutCancel(co)
	return func(net.Listener) context.Context { return base }
}
