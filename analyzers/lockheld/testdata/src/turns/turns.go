// Package turns has locks that are there to use a peer one at a time, and some
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

// table has the lock for the connection, and who asks for its size waits for a write.
type table struct {
	mu   sync.Mutex
	conn net.Conn
	rows []string
}

func (t *table) put(row string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows = append(t.rows, row)
	t.conn.Write([]byte(row))
}

func (t *table) size() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.rows)
}

// pair waits for two peers with one lock, and so does everybody who takes it.
type pair struct {
	mu   sync.Mutex
	a, b net.Conn
}

func (p *pair) toA() {
	p.mu.Lock()
	p.a.Write(nil)
	p.mu.Unlock()
}

func (p *pair) toB() {
	p.mu.Lock()
	p.b.Write(nil)
	p.mu.Unlock()
}

// redialer makes the connection under the lock: without it nobody can send.
type redialer struct {
	mu   sync.Mutex
	conn net.Conn
}

func (r *redialer) send(b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.conn.Write(b); err != nil {
		r.conn, _ = net.Dial("tcp", "localhost:1")
	}
}

// dialer keeps one connection for each address: who wants one that is there waits for
// another's dial.
type dialer struct {
	mu    sync.Mutex
	conns map[string]net.Conn
}

func (d *dialer) conn(addr string) net.Conn {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c, ok := d.conns[addr]; ok {
		return c
	}
	c, _ := net.Dial("tcp", addr) // want `d.mu is held across a yield \(net\): net.Dial`
	d.conns[addr] = c
	return c
}

// lazy has the map only to keep what it got.
type lazy struct {
	mu    sync.Mutex
	conns map[string]net.Conn
}

func (l *lazy) dial(addr string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c, _ := net.Dial("tcp", addr)
	l.conns[addr] = c
}

// A datagram is handed over to the system.
type prober struct {
	mu    sync.Mutex
	conn  *net.UDPConn
	peers int
}

func (p *prober) probe(to *net.UDPAddr) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conn.WriteToUDP(nil, to)
}

func (p *prober) where(addr string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	net.ResolveUDPAddr("udp", addr)
}

func (p *prober) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.peers
}

// names is asked what it knows already while another name is looked up.
type names struct {
	mu    sync.RWMutex
	known map[string][]string
}

func (n *names) lookup(host string) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	addrs, _ := net.LookupHost(host) // want `n.mu is held across a yield \(net\): net.LookupHost`
	n.known[host] = addrs
	return addrs
}

func (n *names) size() int {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return len(n.known)
}

// Readers do not keep each other waiting.
type readers struct {
	mu    sync.RWMutex
	hosts []string
}

func (r *readers) resolve() {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, h := range r.hosts {
		net.LookupHost(h)
	}
}

func (r *readers) size() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.hosts)
}

// The wait is far away, and may be rare.
func (n *names) one(host string) []string   { return n.two(host) }
func (n *names) two(host string) []string   { return n.three(host) }
func (n *names) three(host string) []string { return n.four(host) }

func (n *names) four(host string) []string {
	addrs, _ := net.LookupHost(host)
	return addrs
}

func (n *names) far(host string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.known[host] = n.one(host)
}

func (n *names) near(host string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.known[host] = n.two(host) // want `n.mu is held across a yield \(net\): .*`
}
