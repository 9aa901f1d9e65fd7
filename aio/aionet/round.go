package aionet

import (
	"cmp"
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// round is one call of Serve.
type round struct {
	srv      *Server
	ln       net.Listener
	stop     context.CancelCauseFunc // ends the accepting
	handlers aio.Group

	mu   sync.Mutex
	live map[*Stream]*client
}

// client is what is needed to end one connection.
type client struct {
	cancel context.CancelCauseFunc
	abort  *time.Timer // closes the connection after the grace; nil until it was told to end
}

// run accepts until accepting is cancelled, and then waits for the handlers.
func (r *round) run(co, accepting aio.Context) error {
	err := r.accept(co, accepting)
	if cerr := aio.Call1(co, r.ln.Close); err == nil && cerr != nil && !errors.Is(cerr, net.ErrClosed) {
		err = cerr
	}
	gone := r.handlers.Wait(co)
	if err == nil || gone == nil {
		return cmp.Or(err, gone)
	}
	return errors.Join(err, gone)
}

// Back-off after temporary errors, as in net/http.
const (
	firstDelay = 5 * time.Millisecond
	lastDelay  = time.Second
)

// accept starts a handler for each connection. It returns nil when the server is closed.
func (r *round) accept(co, accepting aio.Context) error {
	delay := firstDelay
	for {
		conn, err := r.next(accepting)
		switch {
		case err == nil:
			delay = firstDelay
			r.start(co, conn)
		case co.Err() != nil:
			return context.Cause(co)
		case accepting.Err() != nil:
			return nil
		case isTemporary(err):
			r.srv.report(co, nil, err)
			_ = aio.SleepContext(accepting, delay) // a cancellation is seen by the next Accept
			delay = min(2*delay, lastDelay)
		default:
			return err
		}
	}
}

// next waits for a free slot and then for a connection. With an error it holds no slot.
func (r *round) next(accepting aio.Context) (net.Conn, error) {
	if accepting.Err() != nil {
		return nil, context.Cause(accepting)
	}
	if r.srv.slots != nil {
		if err := r.srv.slots.Acquire(accepting, 1); err != nil {
			return nil, err
		}
	}
	conn, err := Accept(accepting, r.ln)
	if err != nil {
		r.freeSlot()
	}
	return conn, err
}

func (r *round) freeSlot() {
	if r.srv.slots != nil {
		r.srv.slots.Release(1)
	}
}

// start runs the handler of one connection as a task.
func (r *round) start(co aio.Context, conn net.Conn) {
	s := NewStream(conn, r.srv.streams...)
	own, cancel := aio.WithCancelCause(co)
	r.mu.Lock()
	r.live[s] = &client{cancel: cancel}
	r.mu.Unlock()
	if co.Err() != nil { // it came too late to be ended with the others
		r.closeClients(context.Cause(co))
	}
	r.handlers.Go(own, func(co aio.Context) error {
		defer r.leave(s)
		r.serve(co, s)
		return nil
	})
}

// serve runs the handler and closes the connection.
func (r *round) serve(co aio.Context, s *Stream) {
	err := r.srv.handler(co, s)
	if cerr := s.Close(co); err == nil {
		err = cerr
	}
	if err != nil {
		r.srv.report(co, s, err)
	}
}

// leave ends a connection, also when its handler did not return.
func (r *round) leave(s *Stream) {
	_ = s.Abort() // closed long ago, unless by Goexit or a panic
	r.mu.Lock()
	c := r.live[s]
	delete(r.live, s)
	if c.abort != nil {
		c.abort.Stop()
	}
	r.mu.Unlock()
	c.cancel(nil)
	r.freeSlot()
}

// closeClients cancels the handlers that are live, and closes their connections after the grace.
func (r *round) closeClients(cause error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for s, c := range r.live {
		c.cancel(cause)
		if c.abort == nil {
			c.abort = time.AfterFunc(r.srv.grace, func() { _ = s.Abort() })
		}
	}
}

// isTemporary reports whether an Accept that failed with err may be tried again.
func isTemporary(err error) bool {
	var t interface{ Temporary() bool }
	return errors.As(err, &t) && t.Temporary()
}
