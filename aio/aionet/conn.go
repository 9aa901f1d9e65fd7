package aionet

import (
	"net"

	"github.com/asyncport/asyncport/aio"
)

// Read is c.Read(p) with the loop released. It is not ended by a cancellation; ReadContext is.
//
// It is a function because a net.Conn must stay one, to be passed on to code that wants one: c.Read(p) becomes
// aionet.Read(co, c, p), and nothing else changes.
func Read(co aio.Context, c net.Conn, p []byte) (int, error) {
	return aio.Call2(co, func() (int, error) { return c.Read(p) })
}

// Write is c.Write(p) with the loop released. It is not ended by a cancellation; WriteContext is.
func Write(co aio.Context, c net.Conn, p []byte) (int, error) {
	return aio.Call2(co, func() (int, error) { return c.Write(p) })
}

// ReadContext is Read that ends when co is cancelled, and then returns the cause. The connection stays usable, without a
// read deadline. A connection that has no deadlines is closed instead. Use a Stream for more than a few reads: it is
// cheaper, and keeps a deadline.
func ReadContext(co aio.Context, c net.Conn, p []byte) (int, error) {
	w := watch{set: c.SetReadDeadline, abort: c.Close}
	defer w.release()
	n, _, err := transfer(co, &w, c.Read, p)
	return n, err
}

// WriteContext is Write that ends when co is cancelled, and then returns the cause and how many bytes were sent. The
// connection stays usable, without a write deadline. A connection that has no deadlines is closed instead.
func WriteContext(co aio.Context, c net.Conn, p []byte) (int, error) {
	w := watch{set: c.SetWriteDeadline, abort: c.Close}
	defer w.release()
	n, _, err := transfer(co, &w, c.Write, p)
	return n, err
}

// Conn is a net.Conn whose Read and Write take a Context, for code that prefers methods: aionet.Conn{Conn: c}. The field
// is the net.Conn to pass on. Like it, it may be used by any number of tasks.
type Conn struct{ net.Conn }

// Read is aionet.Read of the connection.
func (c Conn) Read(co aio.Context, p []byte) (int, error) { return Read(co, c.Conn, p) }

// ReadContext is aionet.ReadContext of the connection.
func (c Conn) ReadContext(co aio.Context, p []byte) (int, error) { return ReadContext(co, c.Conn, p) }

// Write is aionet.Write of the connection.
func (c Conn) Write(co aio.Context, p []byte) (int, error) { return Write(co, c.Conn, p) }

// WriteContext is aionet.WriteContext of the connection.
func (c Conn) WriteContext(co aio.Context, p []byte) (int, error) { return WriteContext(co, c.Conn, p) }

// NetConn returns the net.Conn.
func (c Conn) NetConn() net.Conn { return c.Conn }
