package bench

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// messageSize is the number of bytes that are sent there and back over TCP.
const messageSize = 64

func echoRows() []Row {
	var rows []Row
	for _, clients := range []int{1, 100} {
		rows = append(rows, Row{
			Name: fmt.Sprintf("echo/%d/Call2", clients), Base: plain("net.Conn", plainEcho(clients, plainServe, plainAsk)),
			Ours: both(Times(1.02), taskEcho(clients, callServe, callAsk)), Headline: true,
		}, Row{
			Name: fmt.Sprintf("echo/%d/Stream", clients), Base: plain("bufio.ReadWriter", plainEcho(clients, bufferedServe, bufferedAsk)),
			Ours: both(Times(1.02), taskEcho(clients, streamServe, streamAsk)),
		})
	}
	return rows
}

// pipes are connections over the loopback interface, both ends.
type pipes struct{ near, far []net.Conn }

// errWrong is the error of an echo that is none.
var errWrong = errors.New("another message came back")

// connect makes n connections.
func connect(n int) (p *pipes, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer l.Close()
	p = &pipes{}
	for range n {
		near, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			return nil, errors.Join(err, p.close())
		}
		p.near = append(p.near, near)
		far, err := l.Accept()
		if err != nil {
			return nil, errors.Join(err, p.close())
		}
		p.far = append(p.far, far)
	}
	return p, nil
}

func (p *pipes) close() error {
	var errs []error
	for _, c := range p.near {
		errs = append(errs, c.Close())
	}
	for _, c := range p.far {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// plainEcho sends b.N messages through as many connections as there are clients. Both ends of a connection have a
// goroutine; serve ends when the connection is closed.
func plainEcho(clients int, serve func(net.Conn), ask func(net.Conn, int) error) func(*testing.B) error {
	return func(b *testing.B) error {
		p, err := connect(clients)
		if err != nil {
			return err
		}
		b.ResetTimer()
		var servers, askers sync.WaitGroup
		errs := make([]error, clients)
		for i := range clients {
			servers.Go(func() { serve(p.far[i]) })
			askers.Go(func() { errs[i] = ask(p.near[i], share(b.N, clients, i)) })
		}
		askers.Wait()
		b.StopTimer()
		errs = append(errs, p.close())
		servers.Wait()
		return errors.Join(errs...)
	}
}

// taskEcho is plainEcho with tasks.
func taskEcho(clients int, serve func(aio.Context, net.Conn), ask func(aio.Context, net.Conn, int) error) body {
	return func(b *testing.B, co aio.Context) error {
		p, err := connect(clients)
		if err != nil {
			return err
		}
		b.ResetTimer()
		var servers, askers aio.WaitGroup
		errs := make([]error, clients)
		for i := range clients {
			servers.Go(co, func(co aio.Context) { serve(co, p.far[i]) })
			askers.Go(co, func(co aio.Context) { errs[i] = ask(co, p.near[i], share(b.N, clients, i)) })
		}
		askers.Wait(co)
		b.StopTimer()
		errs = append(errs, p.close())
		servers.Wait(co)
		return errors.Join(errs...)
	}
}
