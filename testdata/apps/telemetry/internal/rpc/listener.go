package rpc

import (
	"errors"
	"net"
	"sync"
	"time"
)

// Errors of [Listener.Poll].
var (
	ErrPollTimeout = errors.New("no message in time")
	ErrClosed      = errors.New("listener is closed")
)

// Listener accepts connections and collects the requests of all of them.
type Listener struct {
	ln       net.Listener
	incoming chan *Incoming
	done     chan struct{} // closed by Close
	once     sync.Once     // guards done
	wg       sync.WaitGroup

	mu    sync.Mutex
	conns map[net.Conn]struct{} // open connections; nil when closed
}

// Incoming is a request together with the way back.
type Incoming struct {
	Request
	conn *serverConn
}

// serverConn is a connection that several calls may answer on.
type serverConn struct {
	mu sync.Mutex // one answer at a time
	net.Conn
}

// Reply sends the answer to the request.
func (in *Incoming) Reply(r Response) error {
	r.ID = in.ID
	in.conn.mu.Lock()
	defer in.conn.mu.Unlock()
	return WriteFrame(in.conn, r)
}

// NewListener starts to accept connections from ln, which it owns from now on.
func NewListener(ln net.Listener) *Listener {
	l := &Listener{
		ln:       ln,
		incoming: make(chan *Incoming),
		done:     make(chan struct{}),
		conns:    make(map[net.Conn]struct{}),
	}
	l.wg.Add(1)
	go l.accept()
	return l
}

// Addr returns the address that clients can dial.
func (l *Listener) Addr() net.Addr { return l.ln.Addr() }

// Poll returns the next request. It waits for at most timeout and returns
// ErrPollTimeout then, and ErrClosed when the listener is closed.
func (l *Listener) Poll(timeout time.Duration) (*Incoming, error) {
	select {
	case in := <-l.incoming:
		return in, nil
	case <-l.done:
		return nil, ErrClosed
	case <-time.After(timeout):
		return nil, ErrPollTimeout
	}
}

// accept runs until the network listener is closed.
func (l *Listener) accept() {
	defer l.wg.Done()
	for {
		conn, err := l.ln.Accept()
		if err != nil {
			return
		}
		if !l.track(conn) {
			conn.Close() // too late
			return
		}
		l.wg.Add(1)
		go l.read(conn)
	}
}

// read collects the requests of one connection.
func (l *Listener) read(conn net.Conn) {
	defer l.wg.Done()
	defer l.untrack(conn)
	sc := &serverConn{Conn: conn}
	for {
		in := &Incoming{conn: sc}
		if err := ReadFrame(conn, &in.Request); err != nil {
			return // the client has left, or talks nonsense
		}
		select {
		case l.incoming <- in:
		case <-l.done:
			return
		}
	}
}

// track remembers conn for Close. It returns false after Close.
func (l *Listener) track(conn net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conns == nil {
		return false
	}
	l.conns[conn] = struct{}{}
	return true
}

// untrack closes conn and forgets it.
func (l *Listener) untrack(conn net.Conn) {
	conn.Close()
	l.mu.Lock()
	delete(l.conns, conn)
	l.mu.Unlock()
}

// Close closes all connections and waits for the goroutines of the listener.
// Further calls do nothing.
func (l *Listener) Close() error {
	var err error
	l.once.Do(func() {
		close(l.done)
		err = l.ln.Close()

		l.mu.Lock()
		for conn := range l.conns {
			conn.Close() // ends its reader
		}
		l.conns = nil
		l.mu.Unlock()
	})
	l.wg.Wait()
	return err
}
