package aionet

import (
	"net"

	"github.com/asyncport/asyncport/aio"
)

// ListenPacket is net.ListenPacket with the loop released: a host name is looked up first.
func ListenPacket(co aio.Context, network, address string) (net.PacketConn, error) {
	return aio.Call2(co, func() (net.PacketConn, error) { return net.ListenPacket(network, address) })
}

// ReadFrom is c.ReadFrom(p) with the loop released. It is not ended by a cancellation; ReadFromContext is.
func ReadFrom(co aio.Context, c net.PacketConn, p []byte) (int, net.Addr, error) {
	return aio.Call3(co, func() (int, net.Addr, error) { return c.ReadFrom(p) })
}

// ReadFromContext is ReadFrom that ends when co is cancelled, and then returns the cause. The connection stays usable,
// without a read deadline.
func ReadFromContext(co aio.Context, c net.PacketConn, p []byte) (int, net.Addr, error) {
	w := watch{set: c.SetReadDeadline, abort: c.Close}
	defer w.release()
	var from net.Addr
	n, _, err := transfer(co, &w, func(p []byte) (n int, err error) {
		n, from, err = c.ReadFrom(p)
		return n, err
	}, p)
	return n, from, err
}

// WriteTo is c.WriteTo(p, addr) with the loop released. It is not ended by a cancellation.
func WriteTo(co aio.Context, c net.PacketConn, p []byte, addr net.Addr) (int, error) {
	return aio.Call2(co, func() (int, error) { return c.WriteTo(p, addr) })
}
