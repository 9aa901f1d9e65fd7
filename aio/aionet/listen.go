package aionet

import (
	"net"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Listen is net.Listen with the loop released: a host name is looked up first.
func Listen(co aio.Context, network, address string) (net.Listener, error) {
	return aio.Call2(co, func() (net.Listener, error) { return net.Listen(network, address) })
}

// Accept is ln.Accept() with the loop released. It is not ended by a cancellation; AcceptContext is.
func Accept(co aio.Context, ln net.Listener) (net.Conn, error) {
	return aio.Call2(co, ln.Accept)
}

// AcceptContext is Accept that ends when co is cancelled, and then returns the cause. The listener stays usable, without a
// deadline. A listener that has no SetDeadline, as that of TLS, is closed instead.
func AcceptContext(co aio.Context, ln net.Listener) (net.Conn, error) {
	w := watch{abort: ln.Close}
	if d, ok := ln.(interface{ SetDeadline(time.Time) error }); ok {
		w.set = d.SetDeadline
	}
	defer w.release()
	var conn net.Conn
	_, _, err := transfer(co, &w, func([]byte) (_ int, err error) {
		conn, err = ln.Accept()
		return 0, err
	}, nil)
	return conn, err
}

// Listener is a net.Listener whose Accept takes a Context, for code that prefers methods: aionet.Listener{Listener: ln}.
// The field is the net.Listener to pass on. Like it, it may be used by any number of tasks.
type Listener struct{ net.Listener }

// Accept is aionet.Accept of the listener.
func (ln Listener) Accept(co aio.Context) (net.Conn, error) { return Accept(co, ln.Listener) }

// AcceptContext is aionet.AcceptContext of the listener.
func (ln Listener) AcceptContext(co aio.Context) (net.Conn, error) {
	return AcceptContext(co, ln.Listener)
}
