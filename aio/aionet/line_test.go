package aionet_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

// inPieces returns input cut into pieces of n bytes.
func inPieces(input string, n int) []string {
	var pieces []string
	for len(input) > n {
		pieces, input = append(pieces, input[:n]), input[n:]
	}
	return append(pieces, input)
}

// Given a line over the limit, then an error that says the limit, and the next line is intact: however the bytes come, and
// at the limit exactly there is no error.
func TestLineOverTheLimitRule096(t *testing.T) {
	const input = "12345678\n123456789\nnext\r\n12345678\r\n123456789\r\n" +
		"a long line that fills the buffer and more\n\nlast"
	for size := 1; size <= len(input); size++ {
		t.Run(fmt.Sprintf("pieces of %d", size), func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				conn := newFake()
				s := aionet.NewStream(conn, aionet.WithLimit(8))
				defer s.Abort()
				conn.feed(inPieces(input, size)...)
				conn.end(io.EOF)
				long := func() {
					t.Helper()
					_, err := s.ReadLine(co)
					wantLimit(t, err, 8)
					wantErr(t, "as the error of a Scanner", err, bufio.ErrTooLong)
					want(t, "message", err.Error(), "aionet: line is over the limit of 8 bytes; WithLimit sets another one")
				}
				wantLine(t, co, s, "12345678")
				long()
				wantLine(t, co, s, "next")
				wantLine(t, co, s, "12345678")
				long()
				long()
				wantLine(t, co, s, "")
				wantLine(t, co, s, "last")
				_, err := s.ReadLine(co)
				wantErr(t, "at the end", err, io.EOF)
			})
		})
	}
}

func TestLineOverTheLimitOfSocketsRule096(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		client, server := streams(t, co)
		defer server.Close(co)
		writer := start(co, func(co aio.Context) error {
			defer client.Close(co)
			_, err := client.WriteString(co, strings.Repeat("x", 1<<20)+"\nnext\n"+strings.Repeat("y", aionet.DefaultLimit)+"\n")
			return err
		})
		_, err := server.ReadLine(co)
		wantLimit(t, err, aionet.DefaultLimit)
		wantLine(t, co, server, "next")
		wantLine(t, co, server, strings.Repeat("y", aionet.DefaultLimit))
		wantErr(t, "writer", await(co, writer), nil)
	})
}

// Given a line over the limit, when its end has not come yet, then the error comes at once; what comes of the line later
// is in no read of any kind, also when the wait for it was cancelled.
func TestRestOfLongLineIsNoLineRule283(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for name, next := range map[string]func(s *aionet.Stream) (string, error){
			"ReadLine":    func(s *aionet.Stream) (string, error) { b, err := s.ReadLine(co); return string(b), err },
			"ReadUntil":   func(s *aionet.Stream) (string, error) { b, err := s.ReadUntil(co, []byte("xt")); return string(b), err },
			"ReadExactly": func(s *aionet.Stream) (string, error) { b, err := s.ReadExactly(co, 4); return string(b), err },
			"ReadFull": func(s *aionet.Stream) (string, error) {
				p := make([]byte, 4)
				_, err := s.ReadFull(co, p)
				return string(p), err
			},
			"Read": func(s *aionet.Stream) (string, error) {
				p := make([]byte, 4)
				n, err := s.Read(co, p)
				return string(p[:n]), err
			},
		} {
			conn := newFake()
			s := aionet.NewStream(conn, aionet.WithLimit(4))
			defer s.Abort()
			conn.feed("12345")
			_, err := s.ReadLine(co)
			wantLimit(t, err, 4)
			conn.feed("678")
			f := start(co, func(co aio.Context) error { _, err := s.ReadLine(co); return err })
			conn.until(co, conn.waitReader)
			f.Cancel(errBoom)
			wantErr(t, "ReadLine", await(co, f), errBoom)
			conn.feed("9\nnext\n")
			got, err := next(s)
			want(t, name, got, "next")
			wantErr(t, name, err, nil)
		}
	})
}

// Given a line over the limit without an end, when the input ends, then it ends.
func TestInputEndsInLongLine(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn, aionet.WithLimit(4))
		defer s.Abort()
		conn.feed("12345678", "9")
		conn.end(io.EOF)
		_, err := s.ReadLine(co)
		wantLimit(t, err, 4)
		for range 2 {
			_, err = s.ReadLine(co)
			wantErr(t, "ReadLine", err, io.EOF)
		}
	})
}

// Given a separator of several bytes that comes in pieces, then it is found, and the limit counts what is before it.
func TestReadUntil(t *testing.T) {
	const input = "1234=-=12345=-=12=-3=-=rest"
	for size := 1; size <= len(input); size++ {
		both(t, func(t *testing.T, co aio.Context) {
			conn := newFake()
			s := aionet.NewStream(conn, aionet.WithLimit(5))
			defer s.Abort()
			conn.feed(inPieces(input, size)...)
			conn.end(io.EOF)
			sep := []byte("=-=")
			for _, part := range []string{"1234=-=", "12345=-=", "12=-3=-="} {
				b, err := s.ReadUntil(co, sep)
				want(t, "part", string(b), part)
				wantErr(t, "ReadUntil", err, nil)
			}
			b, err := s.ReadUntil(co, sep)
			want(t, "rest", string(b), "rest")
			wantErr(t, "ReadUntil", err, io.ErrUnexpectedEOF)
		})
	}
}

func TestReadUntilOverTheLimit(t *testing.T) {
	const input = "123456=-=12=-=1234567890=-=3=-="
	for size := 1; size <= len(input); size++ {
		both(t, func(t *testing.T, co aio.Context) {
			conn := newFake()
			s := aionet.NewStream(conn, aionet.WithLimit(5))
			defer s.Abort()
			conn.feed(inPieces(input, size)...)
			for _, part := range []string{"", "12=-=", "", "3=-="} {
				b, err := s.ReadUntil(co, []byte("=-="))
				want(t, "part", string(b), part)
				if part == "" {
					wantLimit(t, err, 5)
				} else {
					wantErr(t, "ReadUntil", err, nil)
				}
			}
		})
	}
}

func TestLines(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn, aionet.WithLimit(3))
		defer s.Abort()
		conn.feed("one\ntoo long\nsix\r\nend")
		conn.end(io.EOF)
		var got []string
		for line, err := range s.Lines(co) {
			if err != nil {
				wantLimit(t, err, 3)
				line = []byte("?")
			}
			got = append(got, string(line))
		}
		want(t, "lines", strings.Join(got, " "), "one ? six end")
		for range s.Lines(co) {
			t.Error("a line after the end")
		}
		conn.end(nil)
		conn.feed("a\nb\n")
		for line := range s.Lines(co) {
			want(t, "first line", string(line), "a")
			break
		}
		wantLine(t, co, s, "b")
	})
}

// Given lines that somebody ranges over, when the wait is cancelled, then the range gets the cause once and ends.
func TestLinesEndWithCancellation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn)
		defer s.Abort()
		conn.feed("a\nb")
		f := start(co, func(co aio.Context) error {
			var errs []error
			for _, err := range s.Lines(co) {
				errs = append(errs, err)
			}
			want(t, "rounds", len(errs), 2)
			return errors.Join(errs...)
		})
		conn.until(co, conn.waitReader)
		f.Cancel(errBoom)
		wantErr(t, "Lines", await(co, f), errBoom)
	})
}

// Memory is for what was read, not for what may come: a line that is dropped does not grow the buffer.
func TestLongLineNeedsNoMemory(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aionet.NewStream(&endless{fakeConn: newFake(), left: 1 << 24}, aionet.WithLimit(1000))
		defer s.Abort()
		_, err := s.ReadLine(co)
		wantLimit(t, err, 1000)
		allocs := testing.AllocsPerRun(1, func() { _, err = s.ReadLine(co) })
		wantErr(t, "ReadLine", err, io.EOF)
		if allocs > 2 { // of the whole process
			t.Errorf("%v allocations while a line of 16 MB was dropped", allocs)
		}
	})
}

// endless is a line of left bytes.
type endless struct {
	*fakeConn
	left int
}

func (c *endless) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), c.left)
	c.left -= n
	for i := range p[:n] {
		p[i] = 'x'
	}
	return n, nil
}
