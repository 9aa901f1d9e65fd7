package aionet_test

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// fakeConn is a connection whose peer is the test: it knows when somebody waits, and needs no clock. A deadline in the
// past ends what waits; others never expire.
type fakeConn struct {
	net.Conn   // nil: what is not here must not be used
	mu         sync.Mutex
	changed    chan struct{} // closed when what operations wait for changes
	arrived    chan struct{} // closed when an operation begins to wait, too
	in         [][]byte      // what Read returns, one call each
	inErr      error         // after that
	out        []byte        // what was written
	room       int           // how much can be written; negative: anything
	readers    int           // calls that wait
	writers    int
	readEnd    time.Time
	writeEnd   time.Time
	closed     bool
	noDeadline bool
}

func newFake() *fakeConn {
	return &fakeConn{changed: make(chan struct{}), arrived: make(chan struct{}), room: -1}
}

// change applies f and lets everybody look again.
func (c *fakeConn) change(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
	close(c.changed)
	c.changed = make(chan struct{})
	c.arrive()
}

// arrive lets those look again who wait for operations to wait; c.mu is held.
func (c *fakeConn) arrive() {
	close(c.arrived)
	c.arrived = make(chan struct{})
}

func (c *fakeConn) feed(chunks ...string) {
	c.change(func() {
		for _, s := range chunks {
			c.in = append(c.in, []byte(s))
		}
	})
}

func (c *fakeConn) end(err error)    { c.change(func() { c.inErr = err }) }
func (c *fakeConn) setRoom(n int)    { c.change(func() { c.room = n }) }
func (c *fakeConn) sent() string     { c.mu.Lock(); defer c.mu.Unlock(); return string(c.out) }
func (c *fakeConn) isClosed() bool   { c.mu.Lock(); defer c.mu.Unlock(); return c.closed }
func (c *fakeConn) waitReader() bool { c.mu.Lock(); defer c.mu.Unlock(); return c.readers > 0 }
func (c *fakeConn) waitWriter() bool { c.mu.Lock(); defer c.mu.Unlock(); return c.writers > 0 }
func (c *fakeConn) deadlines() [2]time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return [2]time.Time{c.readEnd, c.writeEnd}
}

// until waits in a task until cond, which looks at c, is true.
func (c *fakeConn) until(co aio.Context, cond func() bool) {
	for {
		c.mu.Lock()
		arrived := c.arrived
		c.mu.Unlock()
		if cond() {
			return
		}
		aio.Recv(co, arrived)
	}
}

// wait gives up the lock until something has changed.
func (c *fakeConn) wait(counter *int) {
	*counter++
	c.arrive()
	changed := c.changed
	c.mu.Unlock()
	<-changed
	c.mu.Lock()
	*counter--
}

func (c *fakeConn) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		switch {
		case c.closed:
			return 0, net.ErrClosed
		case c.readEnd.Equal(time.Unix(1, 0)):
			return 0, os.ErrDeadlineExceeded
		case len(c.in) > 0:
			n := copy(p, c.in[0])
			if c.in[0] = c.in[0][n:]; len(c.in[0]) == 0 {
				c.in = c.in[1:]
			}
			return n, nil
		case c.inErr != nil:
			return 0, c.inErr
		}
		c.wait(&c.readers)
	}
}

func (c *fakeConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	sent := 0
	for {
		if c.closed {
			return sent, net.ErrClosed
		}
		if c.writeEnd.Equal(time.Unix(1, 0)) {
			return sent, os.ErrDeadlineExceeded
		}
		n := len(p) - sent
		if c.room >= 0 {
			n = min(n, c.room)
			c.room -= n
		}
		c.out = append(c.out, p[sent:sent+n]...)
		if sent += n; sent == len(p) {
			return sent, nil
		}
		c.wait(&c.writers)
	}
}

var errNoDeadline = errors.New("no deadlines here")

func (c *fakeConn) SetReadDeadline(t time.Time) error  { return c.setDeadline(&c.readEnd, t) }
func (c *fakeConn) SetWriteDeadline(t time.Time) error { return c.setDeadline(&c.writeEnd, t) }

func (c *fakeConn) setDeadline(at *time.Time, t time.Time) error {
	if c.noDeadline {
		return errNoDeadline
	}
	c.change(func() { *at = t })
	return nil
}

func (c *fakeConn) Close() error {
	was := c.isClosed()
	c.change(func() { c.closed = true })
	if was {
		return net.ErrClosed
	}
	return nil
}

func (c *fakeConn) LocalAddr() net.Addr  { return &net.UnixAddr{Name: "local"} }
func (c *fakeConn) RemoteAddr() net.Addr { return &net.UnixAddr{Name: "remote"} }

var _ io.ReadWriteCloser = (*fakeConn)(nil)
