package aionet_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

// serving runs a Server on a new listener as a task.
func serving(t *testing.T, co aio.Context, network string, h aionet.Handler, opts ...aionet.ServerOption) *served {
	t.Helper()
	ln := listen(t, co, network)
	srv := aionet.NewServer(h, opts...)
	f := start(co, func(co aio.Context) error { return srv.Serve(co, ln) })
	return &served{srv, f, network, ln.Addr().String()}
}

type served struct {
	*aionet.Server
	f                *aio.Future[struct{}]
	network, address string
}

func (s *served) dial(t *testing.T, co aio.Context) *aionet.Stream {
	t.Helper()
	c := must[*aionet.Stream](t, "DialStream")(aionet.DialStream(co, s.network, s.address))
	t.Cleanup(func() { c.Abort() })
	return c
}

// ask sends a line and wants one back.
func ask(t *testing.T, co aio.Context, c *aionet.Stream, question, answer string) {
	t.Helper()
	_, err := c.WriteString(co, question+"\n")
	wantErr(t, "WriteString", errors.Join(err, c.Flush(co)), nil)
	wantLine(t, co, c, answer)
}

// echo answers each line with itself.
func echo(co aio.Context, s *aionet.Stream) error {
	for line, err := range s.Lines(co) {
		if err != nil {
			return err
		}
		_, _ = s.Write(co, line)
		_, _ = s.WriteString(co, "\n")
		if err := s.Flush(co); err != nil {
			return err
		}
	}
	return nil
}

func TestEcho(t *testing.T) {
	for _, network := range []string{"tcp", "unix"} {
		t.Run(network, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				srv := serving(t, co, network, echo)
				for range 3 {
					c := srv.dial(t, co)
					ask(t, co, c, "hello", "hello")
					ask(t, co, c, "", "")
					wantErr(t, "Close", c.Close(co), nil)
				}
				wantErr(t, "Close", srv.Close(), nil)
				wantErr(t, "Serve", await(co, srv.f), nil)
			})
		})
	}
}

// Given a server with a live handler, when it is closed, then WaitClosed waits for the handler, and CloseClients ends it.
func TestCloseOfServerRule098(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		live := make(chan struct{})
		srv := serving(t, co, "tcp", func(co aio.Context, s *aionet.Stream) error {
			ask(t, co, s, "ready", "yes")
			close(live)
			_, err := s.ReadLine(co)
			wantErr(t, "read of the handler", err, aionet.ErrServerClosed)
			wantErr(t, "Context of the handler", context.Cause(co), aionet.ErrServerClosed)
			return err
		})
		c := srv.dial(t, co)
		wantLine(t, co, c, "ready")
		_, _ = c.WriteString(co, "yes\n")
		wantErr(t, "Flush", c.Flush(co), nil)
		aio.Recv(co, live)
		wantErr(t, "Close", srv.Close(), nil)
		wantErr(t, "second Close", srv.Close(), nil)
		_, err := aionet.Dial(co, "tcp", srv.address)
		if err == nil {
			t.Error("a connection to the closed server")
		}
		waiter := start(co, srv.WaitClosed)
		aio.Yield(co)
		select {
		case <-waiter.Done():
			t.Error("WaitClosed did not wait for the handler")
		default:
		}
		srv.CloseClients()
		wantErr(t, "WaitClosed", await(co, waiter), nil)
		wantErr(t, "Serve", await(co, srv.f), nil)
		_, err = c.ReadLine(co)
		wantErr(t, "ReadLine of the client", err, io.EOF)
		ln := listen(t, co, "tcp")
		wantErr(t, "Serve on a closed server", srv.Serve(co, ln), aionet.ErrServerClosed)
		_, err = aionet.Accept(co, ln)
		wantErr(t, "its listener", err, net.ErrClosed)
	})
}

// Given a wait for the end of a server, then it lasts as long as the server runs, whether it was closed or not; when it is
// cancelled, the server goes on.
func TestWaitClosedRule292(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		ln := listen(t, co, "tcp")
		srv := aionet.NewServer(echo)
		early := start(co, srv.WaitClosed) // before anything was served
		f := start(co, func(co aio.Context) error { return srv.Serve(co, ln) })
		c := must[*aionet.Stream](t, "DialStream")(aionet.DialStream(co, "tcp", ln.Addr().String()))
		ask(t, co, c, "a", "a")
		wantErr(t, "WaitClosed when cancelled", srv.WaitClosed(cancelled(co)), errBoom)
		ask(t, co, c, "b", "b")
		select {
		case <-early.Done():
			t.Error("WaitClosed ended while the server runs")
		default:
		}
		wantErr(t, "Close", srv.Close(), nil)
		ask(t, co, c, "c", "c") // the live connection goes on
		wantErr(t, "Close", c.Close(co), nil)
		wantErr(t, "early", await(co, early), nil)
		wantErr(t, "Serve", await(co, f), nil)
		wantErr(t, "WaitClosed", srv.WaitClosed(co), nil)
		wantErr(t, "WaitClosed of a server never used", closedUnused().WaitClosed(co), nil)
	})
}

func closedUnused() *aionet.Server {
	srv := aionet.NewServer(echo)
	_ = srv.Close()
	return srv
}

// Given a server with a client that says nothing, when Serve is cancelled, then it returns the cause, after its handlers, and
// the connections are closed; also when the handler reads without its Context.
func TestCancelledServeRule295(t *testing.T) {
	for name, handler := range map[string]aionet.Handler{
		"Stream": func(co aio.Context, s *aionet.Stream) error { _, err := s.ReadLine(co); return err },
		"plain": func(co aio.Context, s *aionet.Stream) error {
			_, err := aionet.Read(co, s.NetConn(), make([]byte, 1))
			return err
		},
		"deaf": func(co aio.Context, s *aionet.Stream) error {
			_, err := s.ReadLine(aio.Shield(co))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				begun := make(chan struct{}, 3)
				var ended atomic.Int32
				srv := serving(t, co, "tcp", func(co aio.Context, s *aionet.Stream) error {
					begun <- struct{}{}
					defer ended.Add(1)
					return handler(co, s)
				})
				var clients []*aionet.Stream
				for range 3 {
					clients = append(clients, srv.dial(t, co))
					aio.Recv(co, begun)
				}
				srv.f.Cancel(errBoom)
				wantErr(t, "Serve", await(co, srv.f), errBoom)
				want(t, "handlers that ended", ended.Load(), 3)
				for _, c := range clients {
					_, err := c.ReadLine(co)
					wantErr(t, "ReadLine of a client", err, io.EOF)
				}
				wantErr(t, "WaitClosed", srv.WaitClosed(co), nil)
			})
		})
	}
}

// Given handlers that are ended, when there is a grace, then they can say goodbye with a shielded Context.
func TestGoodbyeRule296(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		begun := make(chan struct{})
		srv := serving(t, co, "tcp", func(co aio.Context, s *aionet.Stream) error {
			close(begun)
			_, err := s.ReadLine(co)
			_, _ = s.WriteString(aio.Shield(co), "goodbye\n")
			return errors.Join(err, s.Flush(aio.Shield(co)))
		}, aionet.WithGrace(1<<60))
		c := srv.dial(t, co)
		aio.Recv(co, begun)
		srv.f.Cancel(errBoom)
		wantLine(t, co, c, "goodbye")
		_, err := c.ReadLine(co)
		wantErr(t, "ReadLine", err, io.EOF)
		wantErr(t, "Serve", await(co, srv.f), errBoom)
	})
}

// Given a bound on the live connections, when one more comes, then it waits until one has ended, and nobody is turned away.
func TestMaxConnsRule297(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var live, most atomic.Int32
		srv := serving(t, co, "tcp", func(co aio.Context, s *aionet.Stream) error {
			defer live.Add(-1)
			if n := live.Add(1); n > most.Load() {
				most.Store(n)
			}
			return echo(co, s)
		}, aionet.WithMaxConns(2))
		a, b, c := srv.dial(t, co), srv.dial(t, co), srv.dial(t, co)
		ask(t, co, a, "a", "a")
		ask(t, co, b, "b", "b")
		_, _ = c.WriteString(co, "c\n")
		wantErr(t, "Flush", c.Flush(co), nil)
		wantErr(t, "Close", a.Close(co), nil)
		wantLine(t, co, c, "c")
		want(t, "most live connections", most.Load(), 2)
		d := srv.dial(t, co) // the server waits for a free place when it is closed
		wantErr(t, "Close", srv.Close(), nil)
		_, err := d.ReadLine(co)
		if err == nil {
			t.Error("a connection beyond the bound was served")
		}
		wantErr(t, "Close", b.Close(co), nil)
		wantErr(t, "Close", c.Close(co), nil)
		wantErr(t, "Serve", await(co, srv.f), nil)
	})
}

// Given a handler that returns, then what it wrote is sent and the connection is closed.
func TestHandlerReturnsRule298(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		srv := serving(t, co, "tcp", func(co aio.Context, s *aionet.Stream) error {
			_, err := s.WriteString(co, "hello and goodbye")
			return err
		})
		c := srv.dial(t, co)
		all, err := io.ReadAll(c.Reader(co))
		want(t, "received", string(all), "hello and goodbye")
		wantErr(t, "ReadAll", err, nil)
		wantErr(t, "Close", srv.Close(), nil)
		wantErr(t, "Serve", await(co, srv.f), nil)
	})
}

// Given a server with several listeners, when it is closed, then all end; when one Serve is cancelled, the other goes on.
func TestSeveralListeners(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		srv := aionet.NewServer(echo)
		var served []*aio.Future[struct{}]
		var addresses []string
		for range 3 {
			ln := listen(t, co, "tcp")
			addresses = append(addresses, ln.Addr().String())
			served = append(served, start(co, func(co aio.Context) error { return srv.Serve(co, ln) }))
		}
		talk := func(address string) {
			c := must[*aionet.Stream](t, "DialStream")(aionet.DialStream(co, "tcp", address))
			ask(t, co, c, "a", "a")
			wantErr(t, "Close", c.Close(co), nil)
		}
		for _, address := range addresses {
			talk(address)
		}
		served[0].Cancel(errBoom)
		wantErr(t, "cancelled Serve", await(co, served[0]), errBoom)
		talk(addresses[1])
		wantErr(t, "Close", srv.Close(), nil)
		wantErr(t, "WaitClosed", srv.WaitClosed(co), nil)
		for _, f := range served[1:] {
			wantErr(t, "Serve", await(co, f), nil)
		}
	})
}

// Given a listener that fails for good, then Serve returns its error, after the handlers.
func TestListenerFails(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		ln := &flaky{Listener: listen(t, co, "tcp"), errs: []error{errBoom}}
		wantErr(t, "Serve", aionet.Serve(co, ln, echo), errBoom)
		_, err := aionet.Accept(co, ln.Listener)
		wantErr(t, "its listener", err, net.ErrClosed)
	})
}

// flaky fails before it accepts.
type flaky struct {
	net.Listener
	mu   sync.Mutex
	errs []error
}

func (ln *flaky) Accept() (net.Conn, error) {
	ln.mu.Lock()
	defer ln.mu.Unlock()
	if len(ln.errs) > 0 {
		err := ln.errs[0]
		ln.errs = ln.errs[1:]
		return nil, err
	}
	ln.mu.Unlock()
	defer ln.mu.Lock()
	return ln.Listener.Accept()
}

// tooManyFiles is an error as that of accept when no file descriptor is left.
type tooManyFiles struct{}

func (tooManyFiles) Error() string   { return "too many open files" }
func (tooManyFiles) Temporary() bool { return true }

// Given 200 clients that talk at the same time, then all are served, and neither goroutines nor file descriptors are left.
func TestManyClients(t *testing.T) {
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) {
			leavesNothing(t, func() {
				under(t, p, func(t *testing.T, co aio.Context) {
					ln := listen(t, co, "tcp")
					srv := aionet.NewServer(echo)
					f := start(co, func(co aio.Context) error { return srv.Serve(co, ln) })
					var clients aio.WaitGroup
					for i := range 200 {
						clients.Go(co, func(co aio.Context) {
							c, err := aionet.DialStream(co, "tcp", ln.Addr().String())
							if err != nil {
								t.Error(err)
								return
							}
							defer c.Close(co)
							for j := range 5 {
								line := fmt.Sprint(i, " ", j)
								ask(t, co, c, line, line)
							}
						})
					}
					clients.Wait(co)
					wantErr(t, "Close", srv.Close(), nil)
					wantErr(t, "Serve", await(co, f), nil)
				})
			})
		})
	}
}

// Given 50 clients in the middle of something, when Serve is cancelled, then nothing is left of it.
func TestCancelledServeLeavesNothing(t *testing.T) {
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) {
			leavesNothing(t, func() {
				under(t, p, func(t *testing.T, co aio.Context) {
					srv := serving(t, co, "tcp", echo)
					var clients []*aionet.Stream
					for range 50 {
						c := must[*aionet.Stream](t, "DialStream")(aionet.DialStream(co, "tcp", srv.address))
						ask(t, co, c, "a", "a")
						clients = append(clients, c)
					}
					srv.f.Cancel(errBoom)
					wantErr(t, "Serve", await(co, srv.f), errBoom)
					for _, c := range clients {
						_, err := c.ReadLine(co)
						wantErr(t, "ReadLine", err, io.EOF)
						wantErr(t, "Close", c.Close(co), nil)
					}
				})
			})
		})
	}
}
