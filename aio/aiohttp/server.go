package aiohttp

import (
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Server is an http.Server whose methods that wait take a Context. The embedded http.Server has the fields, and is there for
// code that wants one. All methods may be called by any number of tasks.
//
// The first method that serves sets the BaseContext of the http.Server, if it is nil, so that the handlers run on the loop of
// co.
type Server struct {
	*http.Server

	// Grace is how long ServeContext waits for the requests under way. 0 is DefaultGrace; a negative Grace means not at all.
	Grace time.Duration
}

// DefaultGrace is what a zero Grace of a Server stands for.
const DefaultGrace = 5 * time.Second

// WrapServer returns s with methods that take a Context, or nil for a nil s.
func WrapServer(s *http.Server) *Server {
	if s == nil {
		return nil
	}
	return &Server{Server: s}
}

// settling guards the setting of BaseContext: two tasks may serve two listeners with one http.Server.
var settling sync.Mutex

// settle makes the handlers run on the loop of co.
func (s *Server) settle(co aio.Context) {
	settling.Lock()
	defer settling.Unlock()
	if s.BaseContext == nil {
		s.BaseContext = BaseContext(co)
	}
}

// Serve is (*http.Server).Serve. co does not end it: use Shutdown, or ServeContext.
func (s *Server) Serve(co aio.Context, l net.Listener) error {
	s.settle(co)
	return aio.Call1(co, func() error { return s.Server.Serve(l) })
}

// ServeTLS is (*http.Server).ServeTLS.
func (s *Server) ServeTLS(co aio.Context, l net.Listener, certFile, keyFile string) error {
	s.settle(co)
	return aio.Call1(co, func() error { return s.Server.ServeTLS(l, certFile, keyFile) })
}

// ListenAndServe is (*http.Server).ListenAndServe.
func (s *Server) ListenAndServe(co aio.Context) error {
	s.settle(co)
	return aio.Call1(co, s.Server.ListenAndServe)
}

// ListenAndServeTLS is (*http.Server).ListenAndServeTLS.
func (s *Server) ListenAndServeTLS(co aio.Context, certFile, keyFile string) error {
	s.settle(co)
	return aio.Call1(co, func() error { return s.Server.ListenAndServeTLS(certFile, keyFile) })
}

// Shutdown is (*http.Server).Shutdown. It waits for the requests under way, and ends when co is cancelled, with the error of
// the context.
func (s *Server) Shutdown(co aio.Context) error {
	return aio.Call1(co, func() error { return s.Server.Shutdown(co) })
}

// Serve is http.Serve.
func Serve(co aio.Context, l net.Listener, handler http.Handler) error {
	return newServer("", handler).Serve(co, l)
}

// ServeTLS is http.ServeTLS.
func ServeTLS(co aio.Context, l net.Listener, handler http.Handler, certFile, keyFile string) error {
	return newServer("", handler).ServeTLS(co, l, certFile, keyFile)
}

// ListenAndServe is http.ListenAndServe.
func ListenAndServe(co aio.Context, addr string, handler http.Handler) error {
	return newServer(addr, handler).ListenAndServe(co)
}

// ListenAndServeTLS is http.ListenAndServeTLS.
func ListenAndServeTLS(co aio.Context, addr, certFile, keyFile string, handler http.Handler) error {
	return newServer(addr, handler).ListenAndServeTLS(co, certFile, keyFile)
}

func newServer(addr string, handler http.Handler) *Server {
	return &Server{Server: &http.Server{Addr: addr, Handler: handler}}
}
