package aionet

import (
	"net"

	"github.com/asyncport/asyncport/aio"
)

// The functions of this file are those of package net with the loop released. They are not ended by a cancellation. The
// methods of net.Resolver take a context, which co is: aio.Call2 with one of them ends when co is cancelled.

// LookupAddr is net.LookupAddr.
func LookupAddr(co aio.Context, addr string) (names []string, err error) {
	return aio.Call2(co, func() ([]string, error) { return net.LookupAddr(addr) })
}

// LookupCNAME is net.LookupCNAME.
func LookupCNAME(co aio.Context, host string) (cname string, err error) {
	return aio.Call2(co, func() (string, error) { return net.LookupCNAME(host) })
}

// LookupHost is net.LookupHost.
func LookupHost(co aio.Context, host string) (addrs []string, err error) {
	return aio.Call2(co, func() ([]string, error) { return net.LookupHost(host) })
}

// LookupIP is net.LookupIP.
func LookupIP(co aio.Context, host string) ([]net.IP, error) {
	return aio.Call2(co, func() ([]net.IP, error) { return net.LookupIP(host) })
}

// LookupMX is net.LookupMX.
func LookupMX(co aio.Context, name string) ([]*net.MX, error) {
	return aio.Call2(co, func() ([]*net.MX, error) { return net.LookupMX(name) })
}

// LookupNS is net.LookupNS.
func LookupNS(co aio.Context, name string) ([]*net.NS, error) {
	return aio.Call2(co, func() ([]*net.NS, error) { return net.LookupNS(name) })
}

// LookupPort is net.LookupPort.
func LookupPort(co aio.Context, network, service string) (port int, err error) {
	return aio.Call2(co, func() (int, error) { return net.LookupPort(network, service) })
}

// LookupSRV is net.LookupSRV.
func LookupSRV(co aio.Context, service, proto, name string) (cname string, addrs []*net.SRV, err error) {
	return aio.Call3(co, func() (string, []*net.SRV, error) { return net.LookupSRV(service, proto, name) })
}

// LookupTXT is net.LookupTXT.
func LookupTXT(co aio.Context, name string) ([]string, error) {
	return aio.Call2(co, func() ([]string, error) { return net.LookupTXT(name) })
}
