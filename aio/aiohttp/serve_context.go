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
// cause when all handlers have returned. A handler that ignores its context holds it up.
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
}

func (t *tracker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t.add(1)
	defer t.add(-1)
	next := t.next
	if next == nil {
		next = http.DefaultServeMux
	}
	next.ServeHTTP(w, r)
}

func (t *tracker) add(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n += n
	if t.n == 0 && t.idle != nil {
		close(t.idle)
		t.idle = nil
	}
}

// wait returns when no handler runs. A sync.WaitGroup would not do: a request may still come while it waits.
func (t *tracker) wait() {
	t.mu.Lock()
	if t.n == 0 {
		t.mu.Unlock()
		return
	}
	idle := make(chan struct{})
	t.idle = idle
	t.mu.Unlock()
	<-idle
}
