package aionet_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"runtime"
	"sync"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

// Given a handler that fails, then its connection ends and no other, and the error goes to OnError once.
func TestFailingHandlerRule293(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		reported := make(chan error, 10)
		srv := serving(t, co, "tcp", func(co aio.Context, s *aionet.Stream) error {
			line, err := s.ReadLine(co)
			if string(line) == "fail" {
				_, _ = s.WriteString(co, "failing\n")
				return errBoom
			}
			return errors.Join(err, echo(co, s))
		}, aionet.OnError(func(co aio.Context, s *aionet.Stream, err error) {
			aio.Yield(co) // may wait
			reported <- fmt.Errorf("%v: %w", s.RemoteAddr(), err)
		}))
		good, bad := srv.dial(t, co), srv.dial(t, co)
		ask(t, co, bad, "fail", "failing") // what it wrote is sent
		_, err := bad.ReadLine(co)
		wantErr(t, "ReadLine of the failed one", err, io.EOF)
		err = aio.Recv(co, reported)
		wantErr(t, "OnError", err, errBoom)
		want(t, "message", err.Error(), bad.LocalAddr().String()+": boom")
		_, _ = good.WriteString(co, "first\n")
		ask(t, co, good, "still", "still")
		wantErr(t, "Close", good.Close(co), nil)
		wantErr(t, "Close", srv.Close(), nil)
		wantErr(t, "Serve", await(co, srv.f), nil)
		want(t, "further reports", len(reported), 0)
	})
}

// Given a server without OnError, when a handler fails, then that is logged; not so the end of the connection and the
// cancellation, which are no failures.
func TestErrorsAreLogged(t *testing.T) {
	logged := logTo(t)
	both(t, func(t *testing.T, co aio.Context) {
		logged.reset()
		srv := serving(t, co, "tcp", func(co aio.Context, s *aionet.Stream) error {
			line, err := s.ReadLine(co)
			switch string(line) {
			case "eof":
				return io.EOF
			case "cut":
				_, err = s.ReadExactly(co, 10)
			case "closed":
				_ = s.Abort()
				_, err = s.ReadLine(co)
			case "reset":
				_ = s.Flush(co)
				_, err = s.ReadLine(co)
			case "upstream":
				_, err = aionet.Dial(co, "tcp", "127.0.0.1:1") // nobody listens there
				if err == nil {
					err = errBoom
				}
			}
			return err
		})
		for _, question := range []string{"eof", "cut", "closed"} {
			c := srv.dial(t, co)
			_, _ = c.WriteString(co, question+"\n")
			wantErr(t, "CloseWrite", c.CloseWrite(co), nil)
			_, _ = c.ReadLine(co)
		}
		c := srv.dial(t, co)
		_, _ = c.WriteString(co, "reset\n")
		wantErr(t, "Flush", c.Flush(co), nil)
		reset(t, c)
		want(t, "log", logged.String(), "")
		c = srv.dial(t, co)
		_, _ = c.WriteString(co, "upstream\n")
		wantErr(t, "Flush", c.Flush(co), nil)
		_, err := c.ReadLine(co)
		wantErr(t, "ReadLine", err, io.EOF)
		srv.f.Cancel(errBoom)
		wantErr(t, "Serve", await(co, srv.f), errBoom)
		begin := "aionet: handler of " + c.LocalAddr().String() + ": "
		if got := logged.String(); !bytes.HasPrefix([]byte(got), []byte(begin)) || bytes.Count([]byte(got), []byte("\n")) != 1 {
			t.Errorf("log is %q, want one line that begins with %q", got, begin)
		}
	})
}

func TestTemporaryErrorsAreLogged(t *testing.T) {
	logged := logTo(t)
	both(t, func(t *testing.T, co aio.Context) {
		logged.reset()
		ln := &flaky{Listener: listen(t, co, "tcp"), errs: []error{tooManyFiles{}, errBoom}}
		wantErr(t, "Serve", aionet.Serve(co, ln, echo), errBoom)
		want(t, "log", logged.String(), "aionet: accept: too many open files; trying again\n")
	})
}

// reset ends the connection of s so that the peer is told that it was reset.
func reset(t *testing.T, s *aionet.Stream) {
	t.Helper()
	wantErr(t, "SetLinger", s.NetConn().(*net.TCPConn).SetLinger(0), nil)
	wantErr(t, "Abort", s.Abort(), nil)
}

// logTo collects what package log prints.
func logTo(t *testing.T) *logBuffer {
	b := &logBuffer{}
	w, flags := log.Writer(), log.Flags()
	log.SetOutput(b)
	log.SetFlags(0)
	t.Cleanup(func() { log.SetOutput(w); log.SetFlags(flags) })
	return b
}

type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *logBuffer) String() string { b.mu.Lock(); defer b.mu.Unlock(); return b.b.String() }
func (b *logBuffer) reset()         { b.mu.Lock(); defer b.mu.Unlock(); b.b.Reset() }

// Given a handler that ends by Goexit, as by t.FailNow, then its connection is closed, its place is free, and Serve says so.
func TestGoexitInHandler(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		srv := serving(t, co, "tcp", func(co aio.Context, s *aionet.Stream) error {
			if line, _ := s.ReadLine(co); string(line) == "exit" {
				runtime.Goexit()
			}
			_, err := s.WriteString(co, "ok\n")
			return err
		}, aionet.WithMaxConns(1))
		c := srv.dial(t, co)
		_, _ = c.WriteString(co, "exit\n")
		wantErr(t, "Flush", c.Flush(co), nil)
		_, err := c.ReadLine(co)
		wantErr(t, "ReadLine", err, io.EOF)
		ask(t, co, srv.dial(t, co), "", "ok")
		wantErr(t, "Close", srv.Close(), nil)
		wantErr(t, "Serve", await(co, srv.f), aio.ErrGoexit)
	})
}

// Given a Serve that is cancelled after a handler ended by Goexit, then it says both.
func TestGoexitAndCancellation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		srv := serving(t, co, "unix", func(aio.Context, *aionet.Stream) error { runtime.Goexit(); return nil })
		_, err := srv.dial(t, co).ReadLine(co)
		wantErr(t, "ReadLine", err, io.EOF)
		srv.f.Cancel(errBoom)
		err = await(co, srv.f)
		wantErr(t, "Serve", err, errBoom)
		wantErr(t, "Serve", err, aio.ErrGoexit)
	})
}

// Given a client that resets its connection, then the reads and writes of the handler fail, and the server goes on.
func TestResetByPeer(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		reported := make(chan error, 1)
		srv := serving(t, co, "tcp", echo, aionet.OnError(func(_ aio.Context, _ *aionet.Stream, err error) { reported <- err }))
		c := srv.dial(t, co)
		ask(t, co, c, "a", "a")
		reset(t, c)
		var op *net.OpError
		if err := aio.Recv(co, reported); !errors.As(err, &op) {
			t.Errorf("error of the handler is %v, want that of the connection", err)
		}
		ask(t, co, srv.dial(t, co), "b", "b")
		srv.f.Cancel(errBoom)
		wantErr(t, "Serve", await(co, srv.f), errBoom)
	})
}
