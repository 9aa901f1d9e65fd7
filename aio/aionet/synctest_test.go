//go:build go1.25

package aionet_test

import (
	"fmt"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

// inBubble runs body in the main task under each policy, with a clock that only moves when everybody waits.
func inBubble(t *testing.T, body func(t *testing.T, co aio.Context)) {
	t.Helper()
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { under(t, p, body) })
		})
	}
}

// pipeListener accepts the ends of pipes: sockets do not work in a bubble.
type pipeListener struct {
	conns  chan net.Conn
	close  sync.Once
	closed chan struct{}
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (ln *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-ln.conns:
		return c, nil
	case <-ln.closed:
		return nil, net.ErrClosed
	}
}

func (ln *pipeListener) Close() error { ln.close.Do(func() { close(ln.closed) }); return nil }

func (*pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

func (ln *pipeListener) dial(co aio.Context) *aionet.Stream {
	a, b := net.Pipe()
	aio.Send[net.Conn](co, ln.conns, b)
	return aionet.NewStream(a)
}

// Given a timeout over the read of a line, when it expires, then the read ends at that time, and the line is whole later.
func TestTimeoutOfLineRule284(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		a, b := net.Pipe()
		client, server := aionet.NewStream(a, aionet.WithWriteBuffer(0)), aionet.NewStream(b)
		defer client.Close(co)
		defer server.Close(co)
		slow := start(co, func(co aio.Context) error {
			aio.Sleep(co, time.Second/2) // never at the same time as a timeout
			for _, part := range []string{"slo", "w li", "ne\n"} {
				if _, err := client.WriteString(co, part); err != nil {
					return err
				}
				aio.Sleep(co, 2*time.Second)
			}
			return nil
		})
		begin := time.Now()
		for i := range 4 {
			timed, cancel := aio.WithTimeoutCause(co, time.Second, errBoom)
			_, err := server.ReadLine(timed)
			wantErr(t, "ReadLine", err, errBoom)
			want(t, "time that passed", time.Since(begin), time.Duration(i+1)*time.Second)
			cancel()
		}
		wantLine(t, co, server, "slow line")
		wantErr(t, "writer", await(co, slow), nil)
	})
}

// Given an Accept error that is temporary, then Serve tries again after 5 ms, twice as long each time up to a second; after a
// success it begins anew, and a cancellation does not wait for it.
func TestAcceptIsTriedAgainRule294(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		pipes := newPipeListener()
		ln := &flaky{Listener: pipes}
		for range 10 {
			ln.errs = append(ln.errs, tooManyFiles{})
		}
		began := time.Now()
		var reports []time.Duration // when Accept failed; looked at while nothing runs
		srv := aionet.NewServer(echo, aionet.OnError(func(_ aio.Context, s *aionet.Stream, err error) {
			if s == nil && err == error(tooManyFiles{}) {
				reports = append(reports, time.Since(began))
			}
		}))
		f := start(co, func(co aio.Context) error { return srv.Serve(co, ln) })
		c := pipes.dial(co)
		ask(t, co, c, "a", "a")
		const ms = time.Millisecond
		success := (5 + 10 + 20 + 40 + 80 + 160 + 320 + 640 + 1000 + 1000) * ms
		want(t, "the first success", time.Since(began), success)
		wantErr(t, "Close", c.Close(co), nil)
		ln.mu.Lock()
		ln.errs = append(ln.errs, tooManyFiles{}, tooManyFiles{})
		ln.mu.Unlock()
		c = pipes.dial(co) // ends the Accept that waits; the next ones fail
		begin := time.Now()
		ask(t, co, c, "b", "b")
		ask(t, co, pipes.dial(co), "c", "c")
		want(t, "two failures after a success", time.Since(begin), 15*ms)
		ln.mu.Lock()
		for range 10 {
			ln.errs = append(ln.errs, tooManyFiles{})
		}
		ln.mu.Unlock()
		ask(t, co, pipes.dial(co), "d", "d")
		aio.Sleep(co, 2*ms)
		begin = time.Now()
		f.Cancel(errBoom)
		wantErr(t, "Serve", await(co, f), errBoom)
		want(t, "time of the cancellation", time.Since(begin), 0)
		want(t, "reports of the first failures", fmt.Sprint(reports[:10]),
			"[0s 5ms 15ms 35ms 75ms 155ms 315ms 635ms 1.275s 2.275s]")
	})
}

// Given handlers that do not end when they are told to, when the grace is over, then their connections are closed.
func TestGraceIsOverRule296(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		ln := newPipeListener()
		begun := make(chan struct{}, 2)
		srv := aionet.NewServer(func(co aio.Context, s *aionet.Stream) error {
			begun <- struct{}{}
			_, err := s.ReadLine(aio.Shield(co)) // deaf
			return err
		}, aionet.WithGrace(time.Minute))
		f := start(co, func(co aio.Context) error { return srv.Serve(co, ln) })
		ln.dial(co)
		ln.dial(co)
		aio.Recv(co, begun)
		aio.Recv(co, begun)
		begin := time.Now()
		srv.CloseClients()
		aio.Sleep(co, time.Second)
		srv.CloseClients() // does not prolong it
		wantErr(t, "Close", srv.Close(), nil)
		wantErr(t, "Serve", await(co, f), nil)
		want(t, "time that passed", time.Since(begin), time.Minute)
	})
}

// Given a handler that ends within the grace, then nobody waits for the rest of it.
func TestGraceIsNotUsedUp(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		ln := newPipeListener()
		begin := time.Now()
		srv := aionet.NewServer(echo, aionet.WithGrace(time.Minute))
		f := start(co, func(co aio.Context) error { return srv.Serve(co, ln) })
		c := ln.dial(co)
		ask(t, co, c, "a", "a")
		f.Cancel(errBoom)
		wantErr(t, "Serve", await(co, f), errBoom)
		want(t, "time that passed", time.Since(begin), 0)
	})
}
