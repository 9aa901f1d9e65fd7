package aiohttp_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiohttp"
	"github.com/asyncport/asyncport/aio/aioio"
)

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// client returns a client of its own, so that no idle connection is left, and none of another test is used.
func client(t *testing.T) *aiohttp.Client {
	tr := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	t.Cleanup(tr.CloseIdleConnections)
	return aiohttp.WrapClient(&http.Client{Transport: tr})
}

// serving serves h on the loop of co as long as body runs, which gets the address.
func serving(t *testing.T, co aio.Context, h aiohttp.HandlerFunc, body func(url string)) {
	t.Helper()
	l := listen(t)
	s := aiohttp.WrapServer(&http.Server{Handler: h})
	served := aio.Go(co, func(co aio.Context) (int, error) { return 0, s.Serve(co, l) })
	body("http://" + l.Addr().String())
	wantErr(t, "Close", s.Close(), nil)
	_, err := served.Await(co)
	wantErr(t, "Serve", err, http.ErrServerClosed)
}

// text returns what a call returned as status and body.
func text(t *testing.T, co aio.Context, resp *http.Response, err error) string {
	t.Helper()
	if err != nil {
		t.Errorf("request: %v", err)
		return ""
	}
	defer resp.Body.Close()
	b, err := aioio.ReadAll(co, resp.Body)
	wantErr(t, "body", err, nil)
	return resp.Status[:3] + " " + string(b)
}

func hello(co aio.Context, w http.ResponseWriter, r *http.Request) {
	_, _ = aioio.WriteString(co, w, "hello")
}

// certificate writes a certificate for the tests and its key to files.
func certificate(t *testing.T) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	wantErr(t, "GenerateKey", err, nil)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	wantErr(t, "CreateCertificate", err, nil)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	wantErr(t, "MarshalPKCS8PrivateKey", err, nil)
	write := func(name, kind string, data []byte) string {
		name = filepath.Join(t.TempDir(), name)
		wantErr(t, name, os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600), nil)
		return name
	}
	return write("cert", "CERTIFICATE", cert), write("key", "PRIVATE KEY", private)
}

// Given each way to serve, when it is used, then handlers answer on the loop of the server, and Shutdown ends it with
// http.ErrServerClosed.
func TestServeForms(t *testing.T) {
	certFile, keyFile := certificate(t)
	for name, serve := range map[string]func(co aio.Context, s *aiohttp.Server, l net.Listener) error{
		"Serve": func(co aio.Context, s *aiohttp.Server, l net.Listener) error { return s.Serve(co, l) },
		"ServeTLS": func(co aio.Context, s *aiohttp.Server, l net.Listener) error {
			return s.ServeTLS(co, l, certFile, keyFile)
		},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				l := listen(t)
				s := aiohttp.WrapServer(&http.Server{Handler: aiohttp.HandlerFunc(hello)})
				served := aio.Go(co, func(co aio.Context) (int, error) { return 0, serve(co, s, l) })
				scheme := map[bool]string{true: "https://", false: "http://"}[name == "ServeTLS"]
				resp, err := client(t).Get(co, scheme+l.Addr().String())
				want(t, "answer", text(t, co, resp, err), "200 hello")
				wantErr(t, "Shutdown", s.Shutdown(co), nil)
				_, err = served.Await(co)
				wantErr(t, name, err, http.ErrServerClosed)
			})
		})
	}
}

// Given a function that listens by itself, when it cannot, then it returns the error of net/http.
func TestListenErrors(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		const bad = "127.0.0.1:notaport"
		s := aiohttp.WrapServer(&http.Server{Addr: bad})
		closed := listen(t)
		closed.Close()
		for name, err := range map[string]error{
			"ListenAndServe":           aiohttp.ListenAndServe(co, bad, nil),
			"ListenAndServeTLS":        aiohttp.ListenAndServeTLS(co, bad, "", "", nil),
			"Server.ListenAndServe":    s.ListenAndServe(co),
			"Server.ListenAndServeTLS": s.ListenAndServeTLS(co, "", ""),
		} {
			if _, ok := err.(*net.OpError); !ok {
				t.Errorf("%s: error is %v, a %T", name, err, err)
			}
		}
		wantErr(t, "Serve", aiohttp.Serve(co, closed, nil), net.ErrClosed)
		wantErr(t, "ServeTLS", aiohttp.ServeTLS(co, closed, nil, "none", "none"), os.ErrNotExist)
		want(t, "nil wrapped", aiohttp.WrapServer(nil), nil)
	})
}

// Given a live request, when Shutdown is called, then it waits for the handler; when its own context is cancelled first, it
// returns that error and the server goes on draining.
func TestShutdownWaitsForHandlersRule098(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		entered, gate := make(chan struct{}), make(chan struct{})
		finished := false
		l := listen(t)
		s := aiohttp.WrapServer(&http.Server{Handler: aiohttp.HandlerFunc(func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			close(entered)
			aio.Recv(co, gate)
			finished = true
		})})
		served := aio.Go(co, func(co aio.Context) (int, error) { return 0, s.Serve(co, l) })
		c := client(t)
		answer := aio.Go(co, func(co aio.Context) (string, error) {
			resp, err := c.Get(co, "http://"+l.Addr().String())
			return text(t, co, resp, err), nil
		})
		aio.Recv(co, entered)
		impatient, cancel := aio.WithCancel(co)
		cancel()
		wantErr(t, "Shutdown with a cancelled context", s.Shutdown(impatient), context.Canceled)
		_, err := served.Await(co)
		wantErr(t, "Serve", err, http.ErrServerClosed)
		shut := aio.Go(co, func(co aio.Context) (bool, error) {
			err := s.Shutdown(co)
			return finished, err
		})
		aio.Yield(co)
		close(gate)
		ok, err := shut.Await(co)
		want(t, "handler had finished", ok, true)
		wantErr(t, "Shutdown", err, nil)
		v, _ := answer.Await(co)
		want(t, "answer", v, "200 ")
	})
}

// Given a server in ServeContext, when its task is cancelled, then the request under way is finished, and the cause is
// returned after it.
func TestServeContextFinishesRequestsRule098(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		entered, gate := make(chan struct{}), make(chan struct{})
		l := listen(t)
		served := aio.Go(co, func(co aio.Context) (int, error) {
			return 0, aiohttp.ServeContext(co, l, aiohttp.HandlerFunc(func(co aio.Context, w http.ResponseWriter, r *http.Request) {
				close(entered)
				_, _, err := aio.RecvContext(co, gate)
				wantErr(t, "the request is not cancelled", err, nil)
				hello(co, w, r)
			}))
		})
		c := client(t)
		answer := aio.Go(co, func(co aio.Context) (string, error) {
			resp, err := c.Get(co, "http://"+l.Addr().String())
			return text(t, co, resp, err), nil
		})
		aio.Recv(co, entered)
		served.Cancel(errBoom)
		close(gate)
		_, err := served.Await(co)
		wantErr(t, "ServeContext", err, errBoom)
		v, _ := answer.Await(co)
		want(t, "answer", v, "200 hello")
		_, err = net.Dial("tcp", l.Addr().String())
		want(t, "the listener is closed", err != nil, true)
	})
}

// Given a request that outlives the grace, when the server is cancelled, then its context is cancelled with the cause, and
// ServeContext returns after its handler.
func TestServeContextCancelsAfterGraceRule098(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		entered := make(chan struct{})
		var seen error
		l := listen(t)
		s := aiohttp.WrapServer(&http.Server{Handler: aiohttp.HandlerFunc(func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			close(entered)
			_, _, seen = aio.RecvContext(co, make(chan int))
		})})
		s.Grace = -1
		served := aio.Go(co, func(co aio.Context) (int, error) { return 0, s.ServeContext(co, l) })
		c := client(t)
		answer := aio.Go(co, func(co aio.Context) (*http.Response, error) { return c.Get(co, "http://"+l.Addr().String()) })
		aio.Recv(co, entered)
		served.Cancel(errBoom)
		_, err := served.Await(co)
		wantErr(t, "ServeContext", err, errBoom)
		wantErr(t, "cause in the handler", seen, errBoom)
		if resp, err := answer.Await(co); err == nil { // an empty answer may get out before the connection is closed
			resp.Body.Close()
		}
	})
}

// Given a cancelled co, or a server that ends for another reason, then ServeContext returns at once.
func TestServeContextEndsAtOnce(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		dead, cancel := aio.WithCancelCause(co)
		cancel(errBoom)
		l := listen(t)
		wantErr(t, "cancelled", aiohttp.ServeContext(dead, l, nil), errBoom)
		_, err := l.Accept()
		wantErr(t, "Accept", err, net.ErrClosed)
		wantErr(t, "closed listener", aiohttp.ServeContext(co, l, nil), net.ErrClosed)
		s := aiohttp.WrapServer(&http.Server{})
		l = listen(t)
		served := aio.Go(co, func(co aio.Context) (int, error) { return 0, s.ServeContext(co, l) })
		c := client(t)
		resp, err := c.Get(co, "http://"+l.Addr().String()+"/none") // the mux of http.DefaultServeMux answers
		want(t, "answer", text(t, co, resp, err)[:3], "404")
		wantErr(t, "Shutdown", s.Shutdown(co), nil)
		_, err = served.Await(co)
		wantErr(t, "ServeContext", err, http.ErrServerClosed)
	})
}

// Given a request that net/http had read before ServeContext closed its connection, when it comes to its handler after
// ServeContext has returned, then it is not handled.
func TestNoHandlerAfterServeContext(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		serving := make(chan struct{})
		s := aiohttp.WrapServer(&http.Server{
			Handler:     http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was handled") }),
			ConnContext: func(ctx context.Context, _ net.Conn) context.Context { close(serving); return ctx },
		})
		s.Grace = -1
		l := listen(t)
		served := aio.Go(co, func(co aio.Context) (int, error) { return 0, s.ServeContext(co, l) })
		conn, err := net.Dial("tcp", l.Addr().String())
		wantErr(t, "Dial", err, nil)
		defer conn.Close()
		aio.Recv(co, serving)
		served.Cancel(errBoom)
		_, err = served.Await(co)
		wantErr(t, "ServeContext", err, errBoom)
		defer func() { want[any](t, "recovered", recover(), http.ErrAbortHandler) }()
		s.Handler.ServeHTTP(nil, nil)
	})
}
