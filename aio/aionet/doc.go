// Package aionet is the network for tasks: package net with marks, and streams and servers that end when they are
// cancelled.
//
// # The functions of package net
//
// [Dial], [Listen], [LookupHost] and the other functions with names of package net do what those do and let other tasks
// run meanwhile. They are not ended by a cancellation. A method of net.Conn, net.Listener or net.PacketConn becomes a function
// that takes it: conn.Read(p) is [Read](co, conn, p), ln.Accept() is [Accept](co, ln). So connections stay what they are,
// and can be passed on to code that knows nothing of this package. The forms that end in Context are ended by the cancellation
// of co. They return its cause.
//
// # Streams
//
// A [Stream] reads and writes a connection through buffers of bounded size: lines, separators and exact numbers of bytes,
// with a limit, and writes that wait for a peer that is slow. All its operations end when their Context is cancelled, and
// lose nothing by that: a cancelled read takes nothing, a cancelled write says what it took, and what it took is sent once.
// A timeout is therefore a Context from [aio.WithTimeout], and the line that was half there is whole the next time.
//
// # Servers
//
// [Serve] accepts connections and runs a handler for each, as a task below its own: it returns when the last handler has
// returned. A [Server] can be closed, which leaves the live connections alone, or end them too.
//
// # What is different elsewhere
//
// asyncio: a line over the limit is dropped to its end, and the rest of it is not the next line. Write waits when the buffer is full;
// there is no drain to be forgotten, but a Flush. Two tasks may read: they take turns. A handler that returns closes its
// connection. WaitClosed waits for the handlers, before and after Close alike, and a cancelled Serve does not wait for idle
// clients.
//
// trio: a cancelled write says how much it took. A handler that fails does not end the server.
//
// tokio: every read is cancel safe, also ReadUntil, ReadFull and ReadExactly, and so is every write. A Stream needs no
// splitting. Close sends what was written; dropping a Stream does not.
//
// bufio: the slices that reads return are valid until the next read, as those of Scanner.Bytes. An error of a deadline or
// a cancellation does not last.
//
// # How a cancellation ends an operation
//
// The deadline of the connection is set to the past, and set back when the operation has returned. That needs no goroutine,
// and the connection stays usable. Three kinds of connections are different. One without deadlines is closed, because
// nothing else ends its operations. With TLS, a write that was ended in the middle of a record breaks the connection, and
// so does a handshake: the next operation returns an error. A listener without SetDeadline is closed.
package aionet
