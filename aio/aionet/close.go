package aionet

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/asyncport/asyncport/aio"
)

// Close sends what Write has taken and closes the connection. The connection is closed in any case; the error says that
// not everything was sent. When co is cancelled, nothing is sent any more. Reads of other tasks end with net.ErrClosed;
// writes of other tasks that have begun go before, and Abort is what ends those. Closing again does nothing.
func (s *Stream) Close(co aio.Context) error {
	if s.closed.Load() {
		return nil
	}
	err := s.lastFlush(co)
	if cerr := aio.Call1(co, s.Abort); err == nil {
		err = cerr
	}
	return err
}

// lastFlush sends what is left, if there is anything that a peer can still get.
func (s *Stream) lastFlush(co aio.Context) error {
	if err := lock(co, &s.w.lock); err != nil {
		return err
	}
	defer s.w.lock.Unlock()
	switch {
	case s.w.start == s.w.end || s.closed.Load():
		return nil
	case co.Err() != nil:
		return context.Cause(co)
	}
	return s.flush(co)
}

// Abort closes the connection at once. What was not sent is dropped. Operations of other tasks that wait for the peer
// end with net.ErrClosed. It needs no turn and waits for no other operation, so plain goroutines may call it too; only
// with TLS it may wait, for some seconds at most, to take leave of the peer. Aborting again does nothing.
func (s *Stream) Abort() error {
	s.closed.Store(true)
	s.r.watch.release()
	s.w.watch.release()
	if err := s.conn.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// CloseWrite sends what Write has taken and tells the peer that nothing more will come; reading goes on. The error
// wraps errors.ErrUnsupported when the connection cannot do that: TCP, Unix and TLS connections can.
func (s *Stream) CloseWrite(co aio.Context) error {
	half, ok := s.conn.(interface{ CloseWrite() error })
	if !ok {
		return fmt.Errorf("aionet: CloseWrite of a %T: %w", s.conn, errors.ErrUnsupported)
	}
	if err := lock(co, &s.w.lock); err != nil {
		return err
	}
	defer s.w.lock.Unlock()
	if err := s.flush(co); err != nil {
		return err
	}
	s.w.err = errWriteClosed
	return aio.Call1(co, half.CloseWrite)
}

// errClosed is the error of everything on a Stream that was closed, whatever its kind of connection says then.
var errClosed = fmt.Errorf("aionet: stream is closed: %w", net.ErrClosed)

// errWriteClosed is the error of a Write after CloseWrite.
var errWriteClosed = fmt.Errorf("aionet: write after CloseWrite: %w", net.ErrClosed)
