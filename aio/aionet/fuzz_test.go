package aionet_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

// whimsical is a connection that gives its input in pieces of random sizes, and in between cancels the operation that reads
// or writes: it calls cancel, and then either behaves as if nothing had happened, or waits for the end that must come.
type whimsical struct {
	net.Conn // nil: what is not here must not be used
	rand     *rand.Rand
	in, out  []byte
	cancel   func(error)
	ended    chan struct{} // the deadline is in the past
}

func (c *whimsical) SetReadDeadline(at time.Time) error {
	select {
	case <-c.ended:
	default:
	}
	if at.Equal(time.Unix(1, 0)) {
		c.ended <- struct{}{}
	}
	return nil
}

func (c *whimsical) SetWriteDeadline(at time.Time) error { return c.SetReadDeadline(at) }
func (c *whimsical) Close() error                        { return nil }

// interrupted reports whether the operation was cancelled and has to end without having done anything.
func (c *whimsical) interrupted() bool {
	switch c.rand.IntN(6) {
	case 0:
		c.cancel(errBoom)
		<-c.ended
		c.ended <- struct{}{}
		return true
	case 1:
		c.cancel(errBoom) // and the end comes when it comes
	}
	return false
}

func (c *whimsical) Read(p []byte) (int, error) {
	if c.interrupted() {
		return 0, os.ErrDeadlineExceeded
	}
	if len(c.in) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.in[:c.rand.IntN(min(len(c.in), 20))+1])
	c.in = c.in[n:]
	if len(c.in) == 0 && c.rand.IntN(2) == 0 {
		return n, io.EOF
	}
	return n, nil
}

func (c *whimsical) Write(p []byte) (int, error) {
	if !c.interrupted() {
		c.out = append(c.out, p...)
		return len(p), nil
	}
	n := c.rand.IntN(len(p) + 1)
	c.out = append(c.out, p[:n]...)
	if n == len(p) {
		return n, nil
	}
	return n, os.ErrDeadlineExceeded
}

// insist repeats an operation until its end is not that of a cancellation.
func (c *whimsical) insist(co aio.Context, op func(co aio.Context) error) error {
	for {
		co, cancel := aio.WithCancelCause(co)
		c.cancel = cancel
		err := op(co)
		cancel(nil)
		if !errors.Is(err, errBoom) {
			return err
		}
	}
}

// fuzzUnder runs body with a connection that depends on seed only.
func fuzzUnder(t *testing.T, seed uint64, in []byte, body func(t *testing.T, co aio.Context, c *whimsical)) {
	c := &whimsical{rand: rand.New(rand.NewPCG(seed, 1)), in: bytes.Clone(in), ended: make(chan struct{}, 1)}
	under(t, policies[seed%2], func(t *testing.T, co aio.Context) { body(t, co, c) })
}

// FuzzReads does random reads and compares each with what a reader of the whole input gives.
func FuzzReads(f *testing.F) {
	f.Add([]byte("one\ntwo\r\nthree\n\nfour"), uint64(1), byte(4))
	f.Add([]byte("a long line\r\r\n\r\nlimit\r"), uint64(2), byte(6))
	f.Add([]byte("gne\ntwo\r\nthr"), uint64(98), byte(1))
	f.Add(bytes.Repeat([]byte("=-\n=-=\n"), 900), uint64(3), byte(5))
	f.Add(bytes.Repeat([]byte("0123456789\n"), 700), uint64(5), byte(10))
	f.Fuzz(func(t *testing.T, in []byte, seed uint64, limit byte) {
		if len(in) > 1<<14 {
			return
		}
		fuzzUnder(t, seed, in, func(t *testing.T, co aio.Context, c *whimsical) {
			s := aionet.NewStream(c, aionet.WithLimit(int(limit)+1))
			defer s.Abort()
			m := &model{in: in, limit: int(limit) + 1}
			for step := 0; ; step++ {
				kind, n := c.rand.IntN(5), c.rand.IntN(12)
				if c.rand.IntN(50) == 0 {
					n = c.rand.IntN(6000)
				}
				got := m.got(co, c, s, kind, n)
				exp := m.want(kind, n, len(got.b))
				if string(got.b) != string(exp.b) || !sameErr(got.err, exp.err) {
					t.Fatalf("step %d, read %d of %d: got %q, %v, want %q, %v", step, kind, n, got.b, got.err, exp.b, exp.err)
				}
				if exp.err == io.EOF {
					return
				}
			}
		})
	})
}

// result is what a read returned.
type result struct {
	b   []byte
	err error
}

// model reads from the whole input.
type model struct {
	in    []byte
	limit int
}

var errLong = errors.New("over the limit")

func sameErr(got, want error) bool {
	var long *aionet.LimitError
	if want == errLong {
		return errors.As(got, &long)
	}
	return got == want
}

var fuzzSep = []byte("=-=")

// got does a read of one kind with the Stream.
func (m *model) got(co aio.Context, c *whimsical, s *aionet.Stream, kind, n int) (r result) {
	r.err = c.insist(co, func(co aio.Context) (err error) {
		switch kind {
		case 0, 1:
			r.b, err = s.ReadLine(co)
		case 2:
			r.b, err = s.ReadUntil(co, fuzzSep)
		case 3:
			r.b, err = s.ReadExactly(co, n)
		default:
			p := make([]byte, n+1)
			read := s.ReadFull
			if n%2 == 0 {
				read = s.Read
			}
			n, e := read(co, p)
			r.b, err = p[:n], e
		}
		if errors.Is(err, errBoom) && len(r.b) > 0 {
			r.b = nil
			return errors.New("a cancelled read returned bytes")
		}
		return err
	})
	return r
}

// want does the same read with the input. How many bytes Read returns is up to it.
func (m *model) want(kind, n, got int) result {
	switch kind {
	case 0, 1:
		return m.line()
	case 2:
		return m.until()
	case 3:
		if n > m.limit {
			return result{nil, errLong}
		}
		return m.exactly(n)
	}
	if n%2 != 0 {
		return m.exactly(n + 1)
	}
	if len(m.in) == 0 {
		return result{nil, io.EOF}
	}
	return result{m.take(min(max(got, 1), n+1, len(m.in))), nil}
}

func (m *model) take(n int) []byte {
	b := m.in[:n]
	m.in = m.in[n:]
	return b
}

func (m *model) exactly(n int) result {
	switch {
	case n > 0 && len(m.in) == 0:
		return result{nil, io.EOF}
	case n > len(m.in):
		return result{m.take(len(m.in)), io.ErrUnexpectedEOF}
	}
	return result{m.take(n), nil}
}

func (m *model) line() result {
	if len(m.in) == 0 {
		return result{nil, io.EOF}
	}
	line, rest, _ := bytes.Cut(m.in, []byte("\n"))
	m.in = rest
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) > m.limit {
		return result{nil, errLong}
	}
	return result{line, nil}
}

func (m *model) until() result {
	before, rest, found := bytes.Cut(m.in, fuzzSep)
	switch {
	case len(m.in) == 0:
		return result{nil, io.EOF}
	case !found && len(before)-len(fuzzSep)+1 > m.limit, found && len(before) > m.limit:
		m.in = rest
		return result{nil, errLong}
	case !found:
		return result{m.take(len(m.in)), io.ErrUnexpectedEOF}
	}
	return result{m.take(len(before) + len(fuzzSep)), nil}
}

// FuzzWrites does random writes, each again behind what it took until all is taken, and compares what arrived.
func FuzzWrites(f *testing.F) {
	f.Add([]byte("hello world"), uint64(1), byte(3))
	f.Add(bytes.Repeat([]byte("0123456789"), 100), uint64(2), byte(20))
	f.Add(bytes.Repeat([]byte("0123456789"), 100), uint64(3), byte(0))
	f.Fuzz(func(t *testing.T, in []byte, seed uint64, size byte) {
		fuzzUnder(t, seed, nil, func(t *testing.T, co aio.Context, c *whimsical) {
			s := aionet.NewStream(c, aionet.WithWriteBuffer(int(size)))
			rest := in
			for len(rest) > 0 {
				piece := rest[:c.rand.IntN(min(len(rest), 40))+1]
				rest = rest[len(piece):]
				text := c.rand.IntN(2) == 0
				err := c.insist(co, func(co aio.Context) (err error) {
					n := 0
					if text {
						n, err = s.WriteString(co, string(piece))
					} else {
						n, err = s.Write(co, piece)
					}
					piece = piece[n:]
					return err
				})
				wantErr(t, "Write", err, nil)
				want(t, "bytes that were not taken", len(piece), 0)
				if c.rand.IntN(4) == 0 {
					wantErr(t, "Flush", c.insist(co, s.Flush), nil)
				}
			}
			wantErr(t, "Flush", c.insist(co, s.Flush), nil)
			want(t, "what arrived", string(c.out), string(in))
			wantErr(t, "Close", s.Close(co), nil)
		})
	})
}
