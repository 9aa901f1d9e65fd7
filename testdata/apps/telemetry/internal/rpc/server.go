package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"
)

// pollInterval is how long the server waits for a message before it looks
// whether it should stop.
const pollInterval = 50 * time.Millisecond

// Handler answers calls of one method.
type Handler func(ctx context.Context, params json.RawMessage) (any, error)

// Server passes the requests of a listener to handlers.
type Server struct {
	listener *Listener
	executor Executor

	mu       sync.RWMutex
	handlers map[string]Handler // by method
}

// NewServer returns a server without methods. It owns l and e.
func NewServer(l *Listener, e Executor) *Server {
	return &Server{listener: l, executor: e, handlers: make(map[string]Handler)}
}

// Handle registers the handler of a method, in place of an older one.
func (s *Server) Handle(method string, h Handler) {
	s.mu.Lock()
	s.handlers[method] = h
	s.mu.Unlock()
}

// Serve answers requests until ctx ends or the listener is closed, which is
// no error. It returns when the last call is answered.
func (s *Server) Serve(ctx context.Context) error {
	defer s.listener.Close()
	defer s.executor.Close() // first: running calls still need their connections

	for ctx.Err() == nil {
		in, err := s.listener.Poll(pollInterval)
		switch {
		case errors.Is(err, ErrPollTimeout):
			continue
		case errors.Is(err, ErrClosed):
			return nil
		case err != nil:
			return err
		}
		s.executor.Execute(func() {
			// A call that was accepted is answered, even during a shutdown.
			s.dispatch(context.WithoutCancel(ctx), in)
		})
	}
	return nil
}

// dispatch answers one request.
func (s *Server) dispatch(ctx context.Context, in *Incoming) {
	result, err := s.call(ctx, in.Request)
	var resp Response
	if err == nil {
		resp.Result, err = json.Marshal(result)
	}
	if err != nil {
		resp.Error = err.Error()
	}
	_ = in.Reply(resp) // the client may be gone
}

// call runs the handler of a request.
func (s *Server) call(ctx context.Context, r Request) (any, error) {
	s.mu.RLock()
	h, ok := s.handlers[r.Method]
	s.mu.RUnlock() // the handler may register others
	if !ok {
		return nil, fmt.Errorf("unknown method %q", r.Method)
	}
	return h(ctx, r.Params)
}
