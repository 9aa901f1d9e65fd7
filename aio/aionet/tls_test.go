package aionet_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/big"
	"net"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

// certificate returns one that nobody should trust.
func certificate(t *testing.T) tls.Certificate {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, public, private)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private}
}

// Given TLS, then streams and servers work as without, and a read that is cancelled between two records loses nothing.
func TestTLS(t *testing.T) {
	cert := certificate(t)
	both(t, func(t *testing.T, co aio.Context) {
		ln := tls.NewListener(listen(t, co, "tcp"), &tls.Config{Certificates: []tls.Certificate{cert}})
		srv := aionet.NewServer(echo)
		f := start(co, func(co aio.Context) error { return srv.Serve(co, ln) })
		conn := must[net.Conn](t, "Dial")(aionet.Dial(co, "tcp", ln.Addr().String()))
		c := aionet.NewStream(tls.Client(conn, &tls.Config{InsecureSkipVerify: true}))
		defer c.Close(co)
		ask(t, co, c, "hello", "hello")
		for range 3 {
			read := start(co, func(co aio.Context) error { _, err := c.ReadLine(co); return err })
			aio.Yield(co)
			read.Cancel(errBoom)
			wantErr(t, "ReadLine", await(co, read), errBoom)
			ask(t, co, c, "again", "again")
		}
		wantErr(t, "CloseWrite", c.CloseWrite(co), nil)
		_, err := c.ReadLine(co)
		if err == nil {
			t.Error("a line after the end")
		}
		f.Cancel(errBoom)
		wantErr(t, "Serve", await(co, f), errBoom)
	})
}

// Given a client that does not even begin the handshake, when Serve is cancelled, then it ends.
func TestCancelledHandshake(t *testing.T) {
	cert := certificate(t)
	both(t, func(t *testing.T, co aio.Context) {
		ln := tls.NewListener(listen(t, co, "tcp"), &tls.Config{Certificates: []tls.Certificate{cert}})
		begun := make(chan struct{})
		f := start(co, func(co aio.Context) error {
			return aionet.Serve(co, ln, func(co aio.Context, s *aionet.Stream) error {
				close(begun)
				return echo(co, s)
			}, aionet.OnError(func(_ aio.Context, _ *aionet.Stream, err error) {
				if !errors.Is(err, errBoom) {
					t.Errorf("error of the handler is %v", err)
				}
			}))
		})
		conn := must[net.Conn](t, "Dial")(aionet.Dial(co, "tcp", ln.Addr().String()))
		defer conn.Close()
		aio.Recv(co, begun)
		f.Cancel(errBoom)
		wantErr(t, "Serve", await(co, f), errBoom)
	})
}
