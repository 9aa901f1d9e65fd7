package aionet

import (
	"errors"
	"io"

	"github.com/asyncport/asyncport/aio"
)

// fill reads from the connection once and adds at least one byte to the buffer, or returns an error.
func (s *Stream) fill(co aio.Context) error {
	r := &s.r
	if err := r.takeErr(); err != nil {
		return err
	}
	r.makeRoom()
	for range maxEmptyReads {
		n, err := s.input(co, r.buf[r.end:])
		r.end += n
		if n > 0 {
			r.keepErr(err)
			return nil
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// makeRoom leaves room for at least one byte behind the end.
func (r *readSide) makeRoom() {
	if r.start == r.end {
		r.start, r.end = 0, 0
	}
	switch {
	case r.end < len(r.buf):
	case r.start > 0:
		r.end = copy(r.buf, r.buffered())
		r.start = 0
	default:
		r.grow(max(bufferSize, 2*len(r.buf)))
	}
}

// grow makes the buffer n bytes long.
func (r *readSide) grow(n int) {
	buf := make([]byte, n)
	r.end = copy(buf, r.buffered())
	r.start = 0
	r.buf = buf
}

// unread puts p before what is buffered, which is nothing: p was taken last.
func (r *readSide) unread(p []byte) {
	if len(p) > len(r.buf) {
		r.grow(len(p))
	}
	r.start, r.end = 0, copy(r.buf, p)
}

// input reads from the connection, and notes whether an error lets that be repeated.
func (s *Stream) input(co aio.Context, p []byte) (int, error) {
	n, again, err := transfer(co, &s.r.watch, s.conn.Read, p)
	s.r.again, err = s.closing(co, again, err)
	return n, err
}

// keepErr keeps an error that came together with bytes for the next read, unless that will find out by itself.
func (r *readSide) keepErr(err error) {
	if err != nil && !r.again {
		r.err = err
	}
}

func (r *readSide) takeErr() error {
	err := r.err
	if err != nil {
		r.err, r.again = nil, false
	}
	return err
}

// ended reports whether err, from the last read, says that the input has ended.
func (r *readSide) ended(err error) bool { return !r.again && errors.Is(err, io.EOF) }
