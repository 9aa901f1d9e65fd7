package aionet

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Stream reads and writes a connection through buffers of bounded size.
//
// Every method that takes a Context ends when it is cancelled, and returns the cause. A cancelled operation loses
// nothing: what was read stays in the Stream for the next read, and what was not sent stays for the next Flush. What needs
// no waiting is done on a cancelled Context too.
//
// All methods may be called by any number of tasks. A reader and a writer do not hinder each other; several readers take
// turns, first come first served, each for a whole operation, and so do several writers.
//
// A Stream must be closed by Close or Abort; until then it stays known to the Context that was used last.
type Stream struct {
	conn   net.Conn
	closed atomic.Bool
	r      readSide
	w      writeSide
}

// StreamOption changes how NewStream works.
type StreamOption func(*Stream)

// WithLimit sets how many bytes a line may have, without its end, and how many ReadExactly may be asked for. It also bounds the
// read buffer, which grows with what comes, to about twice the limit at most. The default is DefaultLimit.
// It panics when n is not positive.
func WithLimit(n int) StreamOption {
	if n <= 0 {
		panic(fmt.Sprintf("aionet: WithLimit(%d): the limit must be positive", n))
	}
	return func(s *Stream) { s.r.limit = n }
}

// WithWriteBuffer sets how many bytes Write takes without sending them. With 0 every Write is sent at once. The default
// is 4096. It panics when n is negative.
func WithWriteBuffer(n int) StreamOption {
	if n < 0 {
		panic(fmt.Sprintf("aionet: WithWriteBuffer(%d): the size must not be negative", n))
	}
	return func(s *Stream) { s.w.size = n }
}

// bufferSize is the size of a write buffer, and what a read buffer has at first, in bytes.
const bufferSize = 4096

// NewStream returns a Stream over conn, which is the Stream's from then on: nobody else should read, write or set
// deadlines while an operation of the Stream is under way.
//
// A connection without deadlines, whose Set methods return an error, is closed by the cancellation of an operation.
func NewStream(conn net.Conn, opts ...StreamOption) *Stream {
	s := &Stream{conn: conn}
	s.r.limit, s.w.size = DefaultLimit, bufferSize
	s.r.watch.set, s.r.watch.abort = conn.SetReadDeadline, conn.Close
	s.w.watch.set, s.w.watch.abort = conn.SetWriteDeadline, conn.Close
	for _, opt := range opts {
		opt(s)
	}
	return s
}

// DialStream connects to address as DialContext does, and returns a Stream over the connection.
func DialStream(co aio.Context, network, address string, opts ...StreamOption) (*Stream, error) {
	conn, err := DialContext(co, network, address)
	if err != nil {
		return nil, err
	}
	return NewStream(conn, opts...), nil
}

// NetConn returns the connection. Bytes that were read ahead, see Buffered, are not in it any more, and those that wait
// for Flush not yet. A deadline set on it is lost when an operation is cancelled; SetDeadline of the Stream is not.
func (s *Stream) NetConn() net.Conn { return s.conn }

// LocalAddr returns the local address of the connection.
func (s *Stream) LocalAddr() net.Addr { return s.conn.LocalAddr() }

// RemoteAddr returns the address of the peer.
func (s *Stream) RemoteAddr() net.Addr { return s.conn.RemoteAddr() }

// SetDeadline is SetReadDeadline and SetWriteDeadline.
func (s *Stream) SetDeadline(t time.Time) error {
	return errors.Join(s.SetReadDeadline(t), s.SetWriteDeadline(t))
}

// SetReadDeadline sets when reads that wait fail with os.ErrDeadlineExceeded, as in net.Conn; zero means never. Like a
// cancellation it loses nothing. It stays in force after an operation was cancelled.
func (s *Stream) SetReadDeadline(t time.Time) error { return s.r.watch.setDeadline(t) }

// SetWriteDeadline is SetReadDeadline for writes.
func (s *Stream) SetWriteDeadline(t time.Time) error { return s.w.watch.setDeadline(t) }

// lock waits for a turn. A lock that is free is taken even if co is cancelled: what follows may need no waiting.
func lock(co aio.Context, m *aio.Mutex) error {
	if m.TryLock() {
		return nil
	}
	return m.LockContext(co)
}

// transfer calls op, which reads or writes p, with the loop released, until it returns or co is cancelled. It reports
// whether the operation was only ended, by the cancellation or a deadline, so that it can be repeated; the error of one that
// the cancellation ended is the cause. Another error of the connection is not hidden by a cancellation that comes at the
// same time: it may not come again.
func transfer(co aio.Context, w *watch, op func([]byte) (int, error), p []byte) (n int, again bool, err error) {
	if co.Done() == nil {
		n, err = aio.Call2(co, func() (int, error) { return op(p) })
		return n, err != nil && isTimeout(err), err
	}
	if err := w.begin(co); err != nil {
		return 0, co.Err() != nil, err
	}
	n, err = aio.Call2(co, func() (int, error) { return op(p) })
	aborted := w.end()
	if err == nil {
		return n, false, nil
	}
	again = isTimeout(err)
	if co.Err() != nil && (again || aborted || errors.Is(err, net.ErrClosed)) {
		return n, true, context.Cause(co)
	}
	return n, again, err
}

// closing returns what an error means when the Stream was closed, whatever its kind of connection says then.
func (s *Stream) closing(co aio.Context, again bool, err error) (bool, error) {
	switch {
	case err == nil || again || !s.closed.Load():
		return again, err
	case co.Err() != nil:
		return true, context.Cause(co)
	}
	return false, errClosed
}
