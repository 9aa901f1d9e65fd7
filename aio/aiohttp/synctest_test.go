//go:build go1.25

package aiohttp_test

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiohttp"
)

// pipes is a listener whose connections are in memory, so that a bubble knows who waits.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func newPipes() *pipes { return &pipes{make(chan net.Conn), make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	select {
	case <-p.closed:
	default:
		close(p.closed)
	}
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

func (p *pipes) client() *aiohttp.Client {
	return aiohttp.WrapClient(&http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			p.conns <- far
			return near, nil
		},
	}})
}

// inBubble runs body under each policy, with a clock that only moves when everybody waits.
func inBubble(t *testing.T, body func(t *testing.T, co aio.Context)) {
	t.Helper()
	for _, p := range []aio.Policy{aio.Goroutines, aio.Serial} {
		t.Run(p.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { under(t, p, body) })
		})
	}
}

// Given a handler that only ends with its context, when the server is cancelled, then it has the whole grace, and everything
// has ended when ServeContext returns.
func TestGraceIsExactRule098(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		p := newPipes()
		entered := make(chan struct{})
		var ended time.Time
		served := aio.Go(co, func(co aio.Context) (int, error) {
			return 0, aiohttp.ServeContext(co, p, aiohttp.HandlerFunc(func(co aio.Context, w http.ResponseWriter, r *http.Request) {
				close(entered)
				_, _, err := aio.RecvContext(co, make(chan int))
				wantErr(t, "cause in the handler", err, errBoom)
				aio.Sleep(co, time.Second) // clean-up
				ended = time.Now()
			}))
		})
		c := p.client()
		answer := aio.Go(co, func(co aio.Context) (*http.Response, error) { return c.Get(co, "http://memory/") })
		aio.Recv(co, entered)
		start := time.Now()
		served.Cancel(errBoom)
		_, err := served.Await(co)
		wantErr(t, "ServeContext", err, errBoom)
		want(t, "time of the handler", ended.Sub(start), aiohttp.DefaultGrace+time.Second)
		want(t, "time that passed", time.Since(start), aiohttp.DefaultGrace+time.Second)
		_, err = answer.Await(co)
		want(t, "the client failed", err != nil, true)
	})
}

// Given a Client with a Timeout, when the server does not answer, then Get ends at the time, as in net/http, while other
// tasks run.
func TestClientTimeout(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		p := newPipes()
		s := aiohttp.WrapServer(&http.Server{Handler: aiohttp.HandlerFunc(func(co aio.Context, w http.ResponseWriter, r *http.Request) {
			_, _, _ = aio.RecvContext(co, make(chan int))
		})})
		served := aio.Go(co, func(co aio.Context) (int, error) { return 0, s.Serve(co, p) })
		c := p.client()
		c.Timeout = 7 * time.Second
		start := time.Now()
		_, err := c.Get(co, "http://memory/")
		wantErr(t, "Get", err, context.DeadlineExceeded)
		want(t, "time that passed", time.Since(start), 7*time.Second)
		wantErr(t, "Shutdown", s.Shutdown(co), nil)
		_, err = served.Await(co)
		wantErr(t, "Serve", err, http.ErrServerClosed)
	})
}
