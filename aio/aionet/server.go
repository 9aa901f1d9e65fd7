package aionet

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Handler serves one connection, as a task of its own. When it returns, what it wrote is sent and the Stream is closed.
// Its error ends that connection only; see OnError. A panic ends the process, as in every task.
type Handler func(co aio.Context, s *Stream) error

// Server accepts connections and runs a Handler for each. It comes from NewServer. All methods may be called by any
// number of tasks; Close and CloseClients by plain goroutines too.
type Server struct {
	handler Handler
	streams []StreamOption
	onError func(co aio.Context, s *Stream, err error) // nil: log
	grace   time.Duration
	slots   *aio.Semaphore // one permit for each live connection; nil without a limit

	mu      sync.Mutex
	closed  bool
	served  bool
	rounds  map[*round]struct{}
	changed chan struct{} // closed when a round ends or the server is closed; made when somebody waits
}

// ServerOption changes how NewServer works.
type ServerOption func(*Server)

// WithMaxConns bounds the live connections: while there are n, the next ones wait in the queue of the operating system.
// All Serve calls of a Server share the bound. It panics when n is not positive.
func WithMaxConns(n int) ServerOption {
	if n <= 0 {
		panic(fmt.Sprintf("aionet: WithMaxConns(%d): the bound must be positive", n))
	}
	return func(srv *Server) { srv.slots = aio.NewSemaphore(n) }
}

// WithStreams gives the options of the Streams that the handlers get.
func WithStreams(opts ...StreamOption) ServerOption {
	return func(srv *Server) { srv.streams = append(srv.streams, opts...) }
}

// WithGrace gives handlers that are ended, by CloseClients or by the cancellation of Serve, time to take leave of their
// peers, with a Context from aio.Shield. When d is over, their connections are closed under them. By default that happens
// at once.
func WithGrace(d time.Duration) ServerOption {
	return func(srv *Server) { srv.grace = d }
}

// OnError calls fn with each error that a handler returns, in the task of the handler and before its connection counts as
// ended; with the error of the last Flush when the handler returned none; and, with a nil Stream, with an error of
// Accept after which Serve tries again. The Stream is closed already.
//
// Without it they are logged with package log, as net/http does, except for those that only say that the connection
// ended or the handler was cancelled.
func OnError(fn func(co aio.Context, s *Stream, err error)) ServerOption {
	return func(srv *Server) { srv.onError = fn }
}

// NewServer returns a Server that runs handler for each connection. It panics when handler is nil.
func NewServer(handler Handler, opts ...ServerOption) *Server {
	if handler == nil {
		panic("aionet: NewServer without a handler")
	}
	srv := &Server{handler: handler, rounds: map[*round]struct{}{}}
	for _, opt := range opts {
		opt(srv)
	}
	return srv
}

// Serve is NewServer(handler, opts...).Serve(co, ln).
func Serve(co aio.Context, ln net.Listener, handler Handler, opts ...ServerOption) error {
	return NewServer(handler, opts...).Serve(co, ln)
}

// Serve accepts connections from ln until the Server is closed, co is cancelled or ln fails, and always closes ln. It
// returns when the last of its handlers has returned: nil after Close, the cause after a cancellation, otherwise
// the error of ln. A handler that ended through runtime.Goexit adds aio.ErrGoexit. On a closed Server it returns
// ErrServerClosed at once.
//
// Handlers get a Context below co. When co is cancelled, they are, and their connections are closed; see WithGrace. An
// Accept error that calls itself temporary, as that there are too many open files, is not the end: Serve tries again, after 5
// milliseconds at first and up to a second later.
//
// A Server may serve several listeners at a time.
func (srv *Server) Serve(co aio.Context, ln net.Listener) error {
	accepting, stop := aio.WithCancelCause(co)
	r := &round{srv: srv, ln: ln, stop: stop, live: map[*Stream]*client{}}
	if !srv.open(r) {
		_ = ln.Close() // never used
		return ErrServerClosed
	}
	defer srv.done(r)
	defer stop(nil)
	defer context.AfterFunc(accepting, func() { _ = ln.Close() })()
	defer context.AfterFunc(co, func() { r.closeClients(context.Cause(co)) })()
	return r.run(co, accepting)
}

// open begins a round, unless the server is closed.
func (srv *Server) open(r *round) bool {
	srv.mu.Lock()
	defer srv.mu.Unlock()
	if srv.closed {
		return false
	}
	srv.rounds[r] = struct{}{}
	srv.served = true
	return true
}

// done ends a round.
func (srv *Server) done(r *round) {
	srv.mu.Lock()
	defer srv.mu.Unlock()
	delete(srv.rounds, r)
	srv.change()
}

// change lets those who wait for the end of the server look again; srv.mu is held.
func (srv *Server) change() {
	if srv.changed != nil {
		close(srv.changed)
		srv.changed = nil
	}
}
