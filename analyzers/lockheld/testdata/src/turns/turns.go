// Package turns has locks that are there to use a connection one at a time, and some
// that look so.
package turns

import (
	"net"
	"sync"
)

// client takes turn only to write: nobody is kept waiting who does not want to
// wait for the same peer.
type client struct {
	turn sync.Mutex
	conn net.Conn
}

func (c *client) send(b []byte) error {
	c.turn.Lock()
	defer c.turn.Unlock()
	_, err := c.conn.Write(b)
	return err
}

type session struct{ c *client }

func (s *session) bye() {
	s.c.turn.Lock()
	s.c.conn.Write(nil)
	s.c.turn.Unlock()
}

// The beat has its own variable for the connection.
func (c *client) beat(conn net.Conn) {
	c.turn.Lock()
	conn.Write(nil)
	c.turn.Unlock()
}

// table is asked for its size while a write goes on.
type table struct {
	mu   sync.Mutex
	conn net.Conn
	rows []string
}

func (t *table) put(row string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows = append(t.rows, row)
	t.conn.Write([]byte(row)) // want `t.mu is held across a yield \(net\): net.Conn.Write`
}

func (t *table) size() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.rows)
}

// pair waits for two peers with one lock.
type pair struct {
	mu   sync.Mutex
	a, b net.Conn
}

func (p *pair) toA() {
	p.mu.Lock()
	p.a.Write(nil) // want `p.mu is held across a yield \(net\): net.Conn.Write`
	p.mu.Unlock()
}

func (p *pair) toB() {
	p.mu.Lock()
	p.b.Write(nil) // want `p.mu is held across a yield \(net\): net.Conn.Write`
	p.mu.Unlock()
}

// Exported may be locked by anybody for any purpose.
type Exported struct {
	Mu   sync.Mutex
	conn net.Conn
}

func (e *Exported) send() {
	e.Mu.Lock()
	e.conn.Write(nil) // want `e.Mu is held across a yield \(net\): net.Conn.Write`
	e.Mu.Unlock()
}

// redialer makes the connection under the lock, which may take long.
type redialer struct {
	mu   sync.Mutex
	conn net.Conn
}

func (r *redialer) send(b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.conn.Write(b); err != nil { // want `r.mu is held across a yield \(net\): net.Conn.Write`
		r.conn, _ = net.Dial("tcp", "localhost:1") // want `r.mu is held across a yield \(net\): net.Dial`
	}
}
