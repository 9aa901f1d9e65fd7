package aionet

import (
	"net"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Dial is net.Dial with the loop released. It is not ended by a cancellation; DialContext is.
func Dial(co aio.Context, network, address string) (net.Conn, error) {
	return aio.Call2(co, func() (net.Conn, error) { return net.Dial(network, address) })
}

// DialTimeout is net.DialTimeout with the loop released. It is not ended by a cancellation.
func DialTimeout(co aio.Context, network, address string, timeout time.Duration) (net.Conn, error) {
	return aio.Call2(co, func() (net.Conn, error) { return net.DialTimeout(network, address, timeout) })
}

// DialContext is Dial that ends when co is cancelled; the error then wraps the cause.
func DialContext(co aio.Context, network, address string) (net.Conn, error) {
	return (*Dialer)(new(net.Dialer)).DialContext(co, network, address)
}

// Dialer is a net.Dialer whose methods take a Context. A *net.Dialer d is used by converting it on the spot:
// (*aionet.Dialer)(d).Dial(co, network, address). The zero value has no limits.
type Dialer net.Dialer

// Dial is the Dial of net.Dialer with the loop released. It is not ended by a cancellation.
func (d *Dialer) Dial(co aio.Context, network, address string) (net.Conn, error) {
	return aio.Call2(co, func() (net.Conn, error) { return (*net.Dialer)(d).Dial(network, address) })
}

// DialContext is the DialContext of net.Dialer with the loop released. It ends when co is cancelled; the error then wraps the
// cause.
func (d *Dialer) DialContext(co aio.Context, network, address string) (net.Conn, error) {
	conn, err := aio.Call2(co, func() (net.Conn, error) { return (*net.Dialer)(d).DialContext(co, network, address) })
	if err != nil {
		return nil, withCause(co, err)
	}
	return conn, nil
}
