package bench

import (
	"bufio"
	"io"
	"net"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

func buffered(c net.Conn) *bufio.ReadWriter {
	return bufio.NewReadWriter(bufio.NewReader(c), bufio.NewWriter(c))
}

// bufferedServe is plainServe through buffers, which a Stream has.
func bufferedServe(c net.Conn) {
	rw := buffered(c)
	buf := make([]byte, messageSize)
	for {
		n, err := rw.Read(buf)
		if err != nil {
			return
		}
		if _, err := rw.Write(buf[:n]); err != nil {
			return
		}
		if err := rw.Flush(); err != nil {
			return
		}
	}
}

// bufferedAsk is plainAsk through buffers.
func bufferedAsk(c net.Conn, n int) error {
	rw := buffered(c)
	buf := make([]byte, messageSize)
	for i := range n {
		buf[0] = byte(i)
		if _, err := rw.Write(buf); err != nil {
			return err
		}
		if err := rw.Flush(); err != nil {
			return err
		}
		if _, err := io.ReadFull(rw, buf); err != nil {
			return err
		}
		if buf[0] != byte(i) {
			return errWrong
		}
	}
	return nil
}

func streamServe(co aio.Context, c net.Conn) {
	s := aionet.NewStream(c)
	buf := make([]byte, messageSize)
	for {
		n, err := s.Read(co, buf)
		if err != nil {
			return
		}
		if _, err := s.Write(co, buf[:n]); err != nil {
			return
		}
		if err := s.Flush(co); err != nil {
			return
		}
	}
}

func streamAsk(co aio.Context, c net.Conn, n int) error {
	s := aionet.NewStream(c)
	buf := make([]byte, messageSize)
	for i := range n {
		buf[0] = byte(i)
		if _, err := s.Write(co, buf); err != nil {
			return err
		}
		if err := s.Flush(co); err != nil {
			return err
		}
		if _, err := s.ReadFull(co, buf); err != nil {
			return err
		}
		if buf[0] != byte(i) {
			return errWrong
		}
	}
	return nil
}
