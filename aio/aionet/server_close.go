package aionet

import (
	"errors"
	"net"

	"github.com/asyncport/asyncport/aio"
)

// Close ends the accepting: the listeners are closed when it returns. Handlers that are live go on. It waits for nobody,
// and closing again does nothing.
func (srv *Server) Close() error {
	srv.mu.Lock()
	defer srv.mu.Unlock()
	if srv.closed {
		return nil
	}
	srv.closed = true
	srv.change()
	var errs []error
	for r := range srv.rounds {
		r.stop(ErrServerClosed)
		if err := r.ln.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// CloseClients ends the connections that are live: it cancels the Contexts of their handlers with ErrServerClosed as the
// cause, and closes them when the time of WithGrace is over. It does not wait for that, and does not end the accepting:
// call Close before, or new clients come.
func (srv *Server) CloseClients() {
	srv.mu.Lock()
	defer srv.mu.Unlock()
	for r := range srv.rounds {
		r.closeClients(ErrServerClosed)
	}
}

// WaitClosed waits until the Server has ended: it was closed, or has served, and no call of Serve is left, so that all
// handlers have returned. It returns the cause when co is cancelled first; the Server is not touched by that.
//
// A handler may not wait for the end of its own Server.
func (srv *Server) WaitClosed(co aio.Context) error {
	for {
		srv.mu.Lock()
		if len(srv.rounds) == 0 && (srv.closed || srv.served) {
			srv.mu.Unlock()
			return nil
		}
		if srv.changed == nil {
			srv.changed = make(chan struct{})
		}
		changed := srv.changed
		srv.mu.Unlock()
		if _, _, err := aio.RecvContext(co, changed); err != nil {
			return err
		}
	}
}
