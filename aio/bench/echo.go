package bench

import (
	"errors"
	"fmt"
	"io"
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
			Name: fmt.Sprintf("echo/%d/Call2", clients), Base: plain("plain goroutines", plainEcho(clients)),
			Ours: both(Times(1.02), callEcho(clients)), Headline: true,
		})
	}
	return rows
}

// pipes are connections over the loopback interface, both ends.
type pipes struct{ near, far []net.Conn }

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

// plainEcho sends b.N messages through as many connections as there are clients.
func plainEcho(clients int) func(*testing.B) error {
	return func(b *testing.B) error {
		p, err := connect(clients)
		if err != nil {
			return err
		}
		b.ResetTimer()
		var servers, askers sync.WaitGroup
		errs := make([]error, clients)
		for i := range clients {
			servers.Go(func() { plainServe(p.far[i]) })
			askers.Go(func() { errs[i] = plainAsk(p.near[i], share(b.N, clients, i)) })
		}
		askers.Wait()
		b.StopTimer()
		errs = append(errs, p.close())
		servers.Wait()
		return errors.Join(errs...)
	}
}

func plainServe(c net.Conn) {
	buf := make([]byte, messageSize)
	for {
		n, err := c.Read(buf)
		if err != nil {
			return
		}
		if _, err := c.Write(buf[:n]); err != nil {
			return
		}
	}
}

func plainAsk(c net.Conn, n int) error {
	buf := make([]byte, messageSize)
	for i := range n {
		buf[0] = byte(i)
		if _, err := c.Write(buf); err != nil {
			return err
		}
		if _, err := io.ReadFull(c, buf); err != nil {
			return err
		}
		if buf[0] != byte(i) {
			return errors.New("another message came back")
		}
	}
	return nil
}

// callEcho is plainEcho with every blocking call marked.
func callEcho(clients int) body {
	return func(b *testing.B, co aio.Context) error {
		p, err := connect(clients)
		if err != nil {
			return err
		}
		b.ResetTimer()
		var servers, askers aio.WaitGroup
		errs := make([]error, clients)
		for i := range clients {
			servers.Go(co, func(co aio.Context) { callServe(co, p.far[i]) })
			askers.Go(co, func(co aio.Context) { errs[i] = callAsk(co, p.near[i], share(b.N, clients, i)) })
		}
		askers.Wait(co)
		b.StopTimer()
		errs = append(errs, p.close())
		servers.Wait(co)
		return errors.Join(errs...)
	}
}

func callServe(co aio.Context, c net.Conn) {
	buf := make([]byte, messageSize)
	for {
		n, err := aio.Call2(co, func() (int, error) { return c.Read(buf) })
		if err != nil {
			return
		}
		if _, err := aio.Call2(co, func() (int, error) { return c.Write(buf[:n]) }); err != nil {
			return
		}
	}
}

func callAsk(co aio.Context, c net.Conn, n int) error {
	buf := make([]byte, messageSize)
	for i := range n {
		buf[0] = byte(i)
		if _, err := aio.Call2(co, func() (int, error) { return c.Write(buf) }); err != nil {
			return err
		}
		if _, err := aio.Call2(co, func() (int, error) { return io.ReadFull(c, buf) }); err != nil {
			return err
		}
		if buf[0] != byte(i) {
			return errors.New("another message came back")
		}
	}
	return nil
}
