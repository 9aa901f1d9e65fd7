package aionet_test

import (
	"context"
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

// Plain names are the plain operations: they let others run, so that one task can be the peer of the other even when one
// runs at a time, and a cancelled Context does not end them.
func TestPlainOperations(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		ln := must[net.Listener](t, "Listen")(aionet.Listen(co, "tcp", "127.0.0.1:0"))
		defer ln.Close()
		dead := cancelled(co)
		server := start(co, func(co aio.Context) error {
			dead := cancelled(co)
			for _, accept := range []func() (net.Conn, error){
				func() (net.Conn, error) { return aionet.Accept(dead, ln) },
				func() (net.Conn, error) { return aionet.Listener{Listener: ln}.Accept(dead) },
				func() (net.Conn, error) { return aionet.AcceptContext(co, ln) },
				func() (net.Conn, error) { return aionet.Listener{Listener: ln}.AcceptContext(co) },
				func() (net.Conn, error) { return aionet.Accept(dead, ln) },
			} {
				conn, err := accept()
				if err != nil {
					return err
				}
				p := make([]byte, 20)
				n, err := aionet.Read(dead, conn, p)
				if err == nil {
					_, err = aionet.Write(dead, conn, p[:n])
				}
				if err := errors.Join(err, conn.Close()); err != nil {
					return err
				}
			}
			return nil
		})
		address := ln.Addr().String()
		for name, dial := range map[string]func() (net.Conn, error){
			"Dial":               func() (net.Conn, error) { return aionet.Dial(dead, "tcp", address) },
			"DialTimeout":        func() (net.Conn, error) { return aionet.DialTimeout(dead, "tcp", address, time.Minute) },
			"DialContext":        func() (net.Conn, error) { return aionet.DialContext(co, "tcp", address) },
			"Dialer.Dial":        func() (net.Conn, error) { return new(aionet.Dialer).Dial(dead, "tcp", address) },
			"Dialer.DialContext": func() (net.Conn, error) { return (*aionet.Dialer)(&net.Dialer{}).DialContext(co, "tcp", address) },
		} {
			conn := must[net.Conn](t, name)(dial())
			c := aionet.Conn{Conn: conn}
			want(t, "NetConn", c.NetConn(), conn)
			_, err := c.Write(dead, []byte(name))
			wantErr(t, name+": Write", err, nil)
			p := make([]byte, 20)
			n, err := c.Read(dead, p)
			wantErr(t, name+": Read", err, nil)
			want(t, name+": answer", string(p[:n]), name)
			wantErr(t, name+": Close", c.Close(), nil)
		}
		wantErr(t, "server", await(co, server), nil)
	})
}

// Given an operation of a Context form that waits, when co is cancelled, then it returns the cause, and what it waited for
// is as usable as before.
func TestContextForms(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		client, server := connected(t, co, "tcp")
		ends := func(what string, fn func(co aio.Context) error) {
			t.Helper()
			f := start(co, fn)
			aio.Yield(co)
			f.Cancel(errBoom)
			wantErr(t, what, await(co, f), errBoom)
			wantErr(t, what+" when cancelled", fn(cancelled(co)), errBoom)
		}
		p := make([]byte, 10)
		ends("ReadContext", func(co aio.Context) error { _, err := aionet.ReadContext(co, server, p); return err })
		c := aionet.Conn{Conn: server}
		ends("Conn.ReadContext", func(co aio.Context) error { _, err := c.ReadContext(co, p); return err })
		sent := 0
		big := make([]byte, 1<<24)
		ends("WriteContext", func(co aio.Context) error {
			n, err := aionet.WriteContext(co, client, big)
			sent += n
			return err
		})
		rest := start(co, func(co aio.Context) error {
			n, err := aionet.Conn{Conn: client}.WriteContext(co, []byte("end"))
			sent += n
			return errors.Join(err, client.Close())
		})
		received := 0
		for {
			n, err := aionet.ReadContext(co, server, big)
			received += n
			if err != nil {
				break
			}
		}
		wantErr(t, "rest", await(co, rest), nil)
		want(t, "received", received, sent)

		ln := listen(t, co, "tcp")
		ends("AcceptContext", func(co aio.Context) error { _, err := aionet.AcceptContext(co, ln); return err })
		again := start(co, func(co aio.Context) error {
			conn, err := aionet.AcceptContext(co, ln)
			if err == nil {
				err = conn.Close()
			}
			return err
		})
		conn := must[net.Conn](t, "Dial")(aionet.Dial(co, "tcp", ln.Addr().String()))
		wantErr(t, "AcceptContext", await(co, again), nil)
		wantErr(t, "Close", conn.Close(), nil)

		bare := &bareListener{listen(t, co, "tcp"), make(chan struct{}, 2)}
		waits := start(co, func(co aio.Context) error { _, err := aionet.AcceptContext(co, bare); return err })
		aio.Recv(co, bare.entered)
		waits.Cancel(errBoom)
		wantErr(t, "AcceptContext without deadlines", await(co, waits), errBoom)
		_, err := aionet.Accept(co, bare)
		wantErr(t, "the listener without deadlines", err, net.ErrClosed)
	})
}

// bareListener is a listener without deadlines that tells when Accept is called.
type bareListener struct {
	net.Listener
	entered chan struct{}
}

func (ln *bareListener) Accept() (net.Conn, error) {
	ln.entered <- struct{}{}
	return ln.Listener.Accept()
}

// Given a connection that is being made, when co is cancelled, then DialContext ends, and the error tells the cause and what
// could not be done.
func TestCancelledDial(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		_, err := aionet.DialContext(cancelled(co), "tcp", "127.0.0.1:1")
		wantErr(t, "DialContext", err, errBoom)
		var op *net.OpError
		want(t, "tells what", errors.As(err, &op), true)
		_, err = aionet.DialStream(cancelled(co), "tcp", "127.0.0.1:1")
		wantErr(t, "DialStream", err, errBoom)
		f := start(co, func(co aio.Context) error {
			d := aionet.Dialer{Resolver: &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
				<-ctx.Done() // a name server that does not answer
				return nil, ctx.Err()
			}}}
			_, err := d.DialContext(co, "tcp", "nowhere.invalid:1")
			return err
		})
		aio.Yield(co)
		f.Cancel(errBoom)
		wantErr(t, "DialContext", await(co, f), errBoom)
		late, cancel := aio.WithTimeout(co, -1)
		defer cancel()
		_, err = aionet.DialContext(late, "tcp", "127.0.0.1:1")
		wantErr(t, "DialContext too late", err, context.DeadlineExceeded)
		_, err = aionet.DialContext(co, "no such network", "127.0.0.1:1")
		var unknown net.UnknownNetworkError
		want(t, "its own error", errors.As(err, &unknown), true)
	})
}

func TestPackets(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		listen := func() net.PacketConn {
			c := must[net.PacketConn](t, "ListenPacket")(aionet.ListenPacket(co, "udp", "127.0.0.1:0"))
			t.Cleanup(func() { c.Close() })
			return c
		}
		a, b := listen(), listen()
		p := make([]byte, 10)
		for _, read := range []func() (int, net.Addr, error){
			func() (int, net.Addr, error) { return aionet.ReadFrom(cancelled(co), b, p) },
			func() (int, net.Addr, error) { return aionet.ReadFromContext(co, b, p) },
		} {
			_, err := aionet.WriteTo(cancelled(co), a, []byte("hello"), b.LocalAddr())
			wantErr(t, "WriteTo", err, nil)
			n, from, err := read()
			wantErr(t, "ReadFrom", err, nil)
			want(t, "packet", string(p[:n]), "hello")
			want(t, "sender", from.String(), a.LocalAddr().String())
		}
		f := start(co, func(co aio.Context) error { _, _, err := aionet.ReadFromContext(co, b, p); return err })
		aio.Yield(co)
		f.Cancel(errBoom)
		wantErr(t, "ReadFromContext", await(co, f), errBoom)
	})
}

// The look-ups return what those of package net return. Names that need a server are only asked for where none can be
// reached, so that the answer is an error of the same kind.
func TestLookups(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		dead := cancelled(co)
		addrs, err := aionet.LookupHost(dead, "127.0.0.1")
		wantErr(t, "LookupHost", err, nil)
		want(t, "hosts", len(addrs), 1)
		ips, err := aionet.LookupIP(dead, "127.0.0.1")
		wantErr(t, "LookupIP", err, nil)
		want(t, "address", ips[0].String(), "127.0.0.1")
		port, err := aionet.LookupPort(dead, "tcp", "http")
		wantErr(t, "LookupPort", err, nil)
		want(t, "port", port, 80)
		var dns *net.DNSError
		for name, err := range map[string]error{
			"LookupAddr":  second(aionet.LookupAddr(dead, "not an address")),
			"LookupCNAME": second(aionet.LookupCNAME(dead, "")),
			"LookupMX":    second(aionet.LookupMX(dead, "")),
			"LookupNS":    second(aionet.LookupNS(dead, "")),
			"LookupTXT":   second(aionet.LookupTXT(dead, "")),
			"LookupSRV":   third(aionet.LookupSRV(dead, "", "", "")),
		} {
			if !errors.As(err, &dns) {
				t.Errorf("%s: error is %v, want a net.DNSError", name, err)
			}
		}
	})
}

func second[A any](_ A, err error) error { return err }

func third[A, B any](_ A, _ B, err error) error { return err }

// A Stream over a connection whose operations are ended must not leave anything behind either.
func TestCancellationLeavesNothing(t *testing.T) {
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) {
			leavesNothing(t, func() {
				under(t, p, func(t *testing.T, co aio.Context) {
					for range 20 {
						a, b := connected(t, co, "unix")
						client, server := aionet.NewStream(a), aionet.NewStream(b)
						r := start(co, func(co aio.Context) error { _, err := client.ReadLine(co); return err })
						w := start(co, func(co aio.Context) error { _, err := server.Write(co, make([]byte, 1<<24)); return err })
						aio.Yield(co)
						r.Cancel(errBoom)
						w.Cancel(errBoom)
						err := await(co, r)
						var long *aionet.LimitError // what was written has no end of line
						if !errors.As(err, &long) {
							wantErr(t, "reader", err, errBoom)
						}
						wantErr(t, "writer", await(co, w), errBoom)
						wantErr(t, "Abort", errors.Join(client.Abort(), server.Abort()), nil)
					}
				})
			})
		})
	}
}

// A deadline of the connection is the business of its user, as without this package.
func TestDeadlineOfPlainConnections(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		client, server := connected(t, co, "tcp")
		defer client.Close()
		wantErr(t, "SetReadDeadline", server.SetReadDeadline(time.Now().Add(-time.Second)), nil)
		_, err := aionet.Read(co, server, make([]byte, 1))
		wantErr(t, "Read", err, os.ErrDeadlineExceeded)
		_, err = aionet.ReadContext(co, server, make([]byte, 1))
		wantErr(t, "ReadContext", err, os.ErrDeadlineExceeded)
	})
}
