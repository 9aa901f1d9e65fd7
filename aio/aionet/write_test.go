package aionet_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

func TestWriteIsSentByFlush(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn)
		defer s.Abort()
		n, err := s.Write(co, []byte("hello "))
		want(t, "taken", n, 6)
		wantErr(t, "Write", err, nil)
		n, err = s.WriteString(co, "world")
		want(t, "taken", n, 5)
		wantErr(t, "WriteString", err, nil)
		want(t, "sent before Flush", conn.sent(), "")
		wantErr(t, "Flush", s.Flush(co), nil)
		want(t, "sent", conn.sent(), "hello world")
		wantErr(t, "Flush of nothing", s.Flush(co), nil)
		want(t, "sent", conn.sent(), "hello world")
	})
}

func TestUnbufferedWrite(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn, aionet.WithWriteBuffer(0))
		defer s.Abort()
		_, err := s.Write(co, []byte("a"))
		wantErr(t, "Write", err, nil)
		want(t, "sent", conn.sent(), "a")
		_, err = s.WriteString(co, "b")
		wantErr(t, "WriteString", err, nil)
		_, err = s.WriteString(co, "")
		wantErr(t, "WriteString of nothing", err, nil)
		want(t, "sent", conn.sent(), "ab")
	})
}

// Given a peer that does not read, when the buffer is full, then Write waits, and goes on when the peer has read: memory is
// bounded without a call that must not be forgotten.
func TestWriteWaitsForThePeerRule289(t *testing.T) {
	for name, write := range map[string]func(co aio.Context, s *aionet.Stream, p string) (int, error){
		"Write":       func(co aio.Context, s *aionet.Stream, p string) (int, error) { return s.Write(co, []byte(p)) },
		"WriteString": func(co aio.Context, s *aionet.Stream, p string) (int, error) { return s.WriteString(co, p) },
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				conn := newFake()
				conn.setRoom(0)
				s := aionet.NewStream(conn, aionet.WithWriteBuffer(8))
				defer s.Abort()
				_, err := write(co, s, "12345678")
				wantErr(t, "Write of what fits", err, nil)
				f := start(co, func(co aio.Context) error { _, err := write(co, s, "9"); return err })
				conn.until(co, conn.waitWriter)
				conn.setRoom(-1)
				wantErr(t, "Write of more", await(co, f), nil)
				want(t, "sent", conn.sent(), "12345678")
				wantErr(t, "Flush", s.Flush(co), nil)
				want(t, "sent", conn.sent(), "123456789")
			})
		})
	}
}

func TestBackPressureOfSockets(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		client, server := streams(t, co)
		const size = 8 << 20 // more than the sockets hold
		f := start(co, func(co aio.Context) error {
			for range size / 1024 {
				if _, err := client.Write(co, make([]byte, 1024)); err != nil {
					return err
				}
			}
			return client.Close(co)
		})
		n, err := io.Copy(io.Discard, server.Reader(co))
		want(t, "received", n, size)
		wantErr(t, "Copy", err, nil)
		wantErr(t, "writer", await(co, f), nil)
		wantErr(t, "Close", server.Close(co), nil)
	})
}

// Given a Write or Flush that is cancelled after the peer got a part, then the count says what was taken, and what was taken
// arrives once: the caller can go on behind it.
func TestCancelledWriteNeitherLosesNorDoublesRule282(t *testing.T) {
	input := "the quick brown fox jumps over the lazy dog"
	for buffer := range 12 {
		for room := range len(input) {
			both(t, func(t *testing.T, co aio.Context) {
				conn := newFake()
				conn.setRoom(room)
				s := aionet.NewStream(conn, aionet.WithWriteBuffer(buffer))
				defer s.Abort()
				taken := 0
				f := start(co, func(co aio.Context) error {
					for _, word := range inPieces(input, 7) {
						n, err := s.Write(co, []byte(word))
						taken += n
						if err != nil {
							return err
						}
					}
					return s.Flush(co)
				})
				conn.until(co, conn.waitWriter)
				f.Cancel(errBoom)
				wantErr(t, "Write", await(co, f), errBoom)
				conn.setRoom(-1)
				_, err := s.WriteString(co, input[taken:])
				wantErr(t, "WriteString of the rest", err, nil)
				wantErr(t, "Flush", s.Flush(co), nil)
				want(t, "sent", conn.sent(), input)
			})
		}
	}
}

// Given a cancelled Context, when what is written fits into the buffer, then it is taken; only what has to wait fails.
func TestWriteOnCancelledContext(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn, aionet.WithWriteBuffer(8))
		defer s.Abort()
		dead := cancelled(co)
		n, err := s.Write(dead, []byte("123456"))
		want(t, "taken", n, 6)
		wantErr(t, "Write", err, nil)
		n, err = s.Write(dead, []byte("789"))
		want(t, "taken", n, 0)
		wantErr(t, "Write of too much", err, errBoom)
		n, err = s.Write(dead, []byte("a large piece"))
		want(t, "taken", n, 0)
		wantErr(t, "Write of a large piece", err, errBoom)
		n, err = s.WriteString(dead, "78")
		want(t, "taken", n, 2)
		wantErr(t, "WriteString of what fits", err, nil)
		n, err = s.WriteString(dead, "9")
		want(t, "taken", n, 0)
		wantErr(t, "WriteString", err, errBoom)
		wantErr(t, "Flush", s.Flush(dead), errBoom)
		want(t, "sent", conn.sent(), "")
		wantErr(t, "Flush", s.Flush(co), nil)
		want(t, "sent", conn.sent(), "12345678")
	})
}

// Given two tasks that write, when the peer is slow, then their bytes do not mix within one Write.
func TestWritersTakeTurns(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		conn.setRoom(3)
		s := aionet.NewStream(conn, aionet.WithWriteBuffer(4))
		defer s.Abort()
		write := func(p string) *aio.Future[struct{}] {
			return start(co, func(co aio.Context) error { _, err := s.WriteString(co, p); return err })
		}
		a := write("aaaaaaaaaa")
		conn.until(co, conn.waitWriter)
		b := write("bbbbbbbbbb")
		conn.setRoom(-1)
		wantErr(t, "a", await(co, a), nil)
		wantErr(t, "b", await(co, b), nil)
		wantErr(t, "Flush", s.Flush(co), nil)
		want(t, "sent", conn.sent(), "aaaaaaaaaabbbbbbbbbb")
	})
}

// Given a connection that broke, when more is written, then the first error is returned, and nothing is taken.
func TestBrokenConnection(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aionet.NewStream(&broken{fakeConn: newFake()})
		defer s.Abort()
		_, err := s.WriteString(co, "a")
		wantErr(t, "WriteString", err, nil)
		for range 2 {
			wantErr(t, "Flush", s.Flush(co), errBoom)
			n, err := s.Write(co, []byte("b"))
			want(t, "taken", n, 0)
			wantErr(t, "Write", err, errBoom)
			_, err = s.WriteString(co, "b")
			wantErr(t, "WriteString", err, errBoom)
		}
	})
}

type broken struct{ *fakeConn }

func (*broken) Write([]byte) (int, error) { return 0, errBoom }

// A connection that writes less than it was given without saying why breaks the rules of io.Writer.
func TestShortWrite(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aionet.NewStream(&short{fakeConn: newFake()})
		defer s.Abort()
		_, err := s.WriteString(co, "abc")
		wantErr(t, "WriteString", err, nil)
		wantErr(t, "Flush", s.Flush(co), io.ErrShortWrite)
	})
}

type short struct{ *fakeConn }

func (*short) Write([]byte) (int, error) { return 1, nil }

func TestEncodersAndDecoders(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		client, server := streams(t, co)
		defer server.Close(co)
		f := start(co, func(co aio.Context) error {
			w := client.Writer(co)
			_, _ = fmt.Fprintf(w, "%d ", 1)
			_, _ = io.WriteString(w, "2 ")
			return errors.Join(json.NewEncoder(w).Encode(3), client.Close(co))
		})
		d := json.NewDecoder(server.Reader(co))
		for i := 1; i <= 3; i++ {
			var n int
			wantErr(t, "Decode", d.Decode(&n), nil)
			want(t, "number", n, i)
		}
		wantErr(t, "writer", await(co, f), nil)
	})
}

// Given a Stream with bytes that were not sent, when it is closed, then they are sent first; on a cancelled Context, or
// when the peer does not take them before the cancellation, the connection is closed all the same, and the error says so.
func TestCloseSendsRule290(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn)
		_, _ = s.WriteString(co, "bye")
		wantErr(t, "Close", s.Close(co), nil)
		want(t, "sent", conn.sent(), "bye")
		want(t, "closed", conn.isClosed(), true)

		conn = newFake()
		s = aionet.NewStream(conn)
		_, _ = s.WriteString(co, "bye")
		wantErr(t, "Close when cancelled", s.Close(cancelled(co)), errBoom)
		want(t, "sent", conn.sent(), "")
		want(t, "closed", conn.isClosed(), true)
		wantErr(t, "second Close", s.Close(co), nil)

		conn = newFake()
		s = aionet.NewStream(conn)
		wantErr(t, "Close with nothing to send", s.Close(cancelled(co)), nil)

		conn = newFake()
		conn.setRoom(1)
		s = aionet.NewStream(conn)
		_, _ = s.WriteString(co, "bye")
		f := start(co, s.Close)
		conn.until(co, conn.waitWriter)
		f.Cancel(errBoom)
		wantErr(t, "Close that was cancelled", await(co, f), errBoom)
		want(t, "closed", conn.isClosed(), true)
	})
}

// Given a task that reads, when another closes the Stream, then the read ends; what is done later fails, and closing again
// does nothing.
func TestClosedStreamRule291(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		client, server := streams(t, co)
		defer server.Close(co)
		f := start(co, func(co aio.Context) error { _, err := client.ReadLine(co); return err })
		aio.Yield(co)
		wantErr(t, "Close", client.Close(co), nil)
		wantErr(t, "read of another task", await(co, f), net.ErrClosed)
		_, err := client.ReadLine(co)
		wantErr(t, "ReadLine", err, net.ErrClosed)
		_, err = client.WriteString(co, "a")
		wantErr(t, "WriteString", err, net.ErrClosed)
		_, err = client.Write(co, []byte("a"))
		wantErr(t, "Write", err, net.ErrClosed)
		_, err = client.ReadLine(aio.Shield(co))
		wantErr(t, "ReadLine without a cancellation", err, net.ErrClosed)
		_, err = client.ReadLine(cancelled(co))
		wantErr(t, "ReadLine when cancelled", err, errBoom)
		wantErr(t, "CloseWrite", client.CloseWrite(co), net.ErrClosed)
		wantErr(t, "second Close", client.Close(co), nil)
		wantErr(t, "Abort", client.Abort(), nil)
		_, err = server.ReadLine(co)
		wantErr(t, "ReadLine of the peer", err, io.EOF)
	})
}

// Given a writer whose peer does not read, when the Stream is aborted, then the writer ends, and so does a Close that
// waits for it.
func TestAbortEndsWriters(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		conn.setRoom(0)
		s := aionet.NewStream(conn, aionet.WithWriteBuffer(0))
		w := start(co, func(co aio.Context) error { _, err := s.WriteString(co, "a"); return err })
		conn.until(co, conn.waitWriter)
		c := start(co, s.Close)
		aio.Yield(co)
		wantErr(t, "Abort", s.Abort(), nil)
		wantErr(t, "writer", await(co, w), net.ErrClosed)
		wantErr(t, "Close", await(co, c), nil)
	})
}

// Given a Stream whose writing side is closed, then the peer reads to the end, and the other direction goes on.
func TestHalfCloseRule299(t *testing.T) {
	for _, network := range []string{"tcp", "unix"} {
		both(t, func(t *testing.T, co aio.Context) {
			a, b := connected(t, co, network)
			client, server := aionet.NewStream(a), aionet.NewStream(b)
			defer client.Close(co)
			f := start(co, func(co aio.Context) error {
				all, err := io.ReadAll(server.Reader(co))
				_, _ = server.WriteString(co, strings.ToUpper(string(all)))
				return errors.Join(err, server.Close(co))
			})
			_, _ = client.WriteString(co, "question")
			wantErr(t, "CloseWrite", client.CloseWrite(co), nil)
			_, err := client.WriteString(co, "more")
			wantErr(t, "WriteString after CloseWrite", err, net.ErrClosed)
			answer, err := io.ReadAll(client.Reader(co))
			want(t, "answer", string(answer), "QUESTION")
			wantErr(t, "ReadAll", err, nil)
			wantErr(t, "server", await(co, f), nil)
		})
	}
}

func TestHalfCloseUnsupported(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aionet.NewStream(newFake())
		defer s.Abort()
		_, _ = s.WriteString(co, "a")
		wantErr(t, "CloseWrite", s.CloseWrite(co), errors.ErrUnsupported)
		_, err := s.WriteString(co, "b")
		wantErr(t, "WriteString", err, nil)
	})
}
