// Package policy holds calls through interfaces of every kind.
package policy

import (
	"io"
	"net"
	"time"
)

type source interface{ next() }

type slow struct{}

func (*slow) next() { time.Sleep(1) }

type other interface{ other() }

type all struct {
	conn  net.Conn
	r     io.Reader
	src   source
	other other
}

// The catalog says that it waits for the network.
func conn(a *all) { a.conn.Read(nil) }

// The catalog says that nobody knows.
func reader(a *all) { a.r.Read(nil) }

func params(r io.Reader) { r.Read(nil) }

// The package has an implementation.
func implemented(a *all) { a.src.next() }

// Nobody has one.
func unknown(a *all) { a.other.other() }

// The value is known, so that the interface hides nothing.
func known() {
	var s source = &slow{}
	s.next()
}
