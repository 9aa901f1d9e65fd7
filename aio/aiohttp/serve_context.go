package aiohttp

import (
	"context"
	"net"
	"net/http"
	"sync"

	"github.com/asyncport/asyncport/aio"
)

// ServeContext serves until co is cancelled, and then leaves nothing behind: it closes the listeners, waits up to Grace for
// the requests under way, then cancels the contexts of those that are left and closes their connections, and returns the
// cause when all handlers have returned. A handler that ignores its context holds it up. A connection that is new, and has
// brought no request yet, counts as a request for five seconds, as it does for Shutdown.
//
// When the server ends for another reason, that error is returned at once, as by Serve. ServeContext sets Handler and
// BaseContext; so it can be called once for a server, and BaseContext must not be set. For TLS give it a tls.NewListener.
func (s *Server) ServeContext(co aio.Context, l net.Listener) error {
	if co.Err() != nil {
		l.Close()
		return context.Cause(co)
	}
	base, abort := aio.WithCancelCause(aio.WithoutCancel(co))
	defer abort(nil)
	s.BaseContext = func(net.Listener) context.Context { return base }
	handlers := &tracker{next: s.Handler}
	s.Handler = handlers
	ended := make(chan struct{})
	stop := context.AfterFunc(co, func() {
		defer close(ended)
		if !s.drain() {
			abort(context.Cause(co))
			_ = s.Server.Close() // errors of closing connections help nobody
		}
		handlers.wait()
	})
	return aio.Call1(co, func() error {
		err := s.Server.Serve(l)
		if stop() {
			return err
		}
		<-ended
		return context.Cause(co)
	})
}

// ServeContext is Serve that ends when co is cancelled, after the requests under way. See (*Server).ServeContext.
func ServeContext(co aio.Context, l net.Listener, handler http.Handler) error {
	return newServer("", handler).ServeContext(co, l)
}

// drain closes the listeners and waits for the requests under way; it reports whether all of them ended in time.
func (s *Server) drain() bool {
	grace := s.Grace
	if grace == 0 {
		grace = DefaultGrace
	}
	ctx, cancel := context.WithTimeout(context.Background(), max(grace, 0))
	defer cancel()
	return s.Server.Shutdown(ctx) == nil
}

// tracker counts the handlers that run: http.Server forgets them when it closes their connections.
type tracker struct {
	next http.Handler

	mu   sync.Mutex
	n    int
	idle chan struct{} // closed when n becomes 0; made by who waits
	over bool          // nobody may begin any more
}

// ServeHTTP refuses a request that was read when its connection was being closed, and comes when the others are gone.
func (t *tracker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !t.begin() {
		panic(http.ErrAbortHandler)
	}
	defer t.end()
	next := t.next
	if next == nil {
		next = http.DefaultServeMux
	}
	next.ServeHTTP(w, r)
}

func (t *tracker) begin() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return false
	}
	t.n++
	return true
}

func (t *tracker) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n--
	if t.n == 0 && t.idle != nil {
		t.over = true
		close(t.idle)
		t.idle = nil
	}
}

// wait returns when no handler runs, and none will.
func (t *tracker) wait() {
	t.mu.Lock()
	if t.n == 0 {
		t.over = true
		t.mu.Unlock()
		return
	}
	idle := make(chan struct{})
	t.idle = idle
	t.mu.Unlock()
	<-idle
}
