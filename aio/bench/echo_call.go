package bench

import (
	"io"
	"net"

	"github.com/asyncport/asyncport/aio"
)

// plainServe sends back what comes.
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

// plainAsk sends n messages, and waits for each to come back.
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
			return errWrong
		}
	}
	return nil
}

// callServe is plainServe with every blocking call marked.
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

// callAsk is plainAsk with every blocking call marked.
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
			return errWrong
		}
	}
	return nil
}
