package aionet_test

import (
	"errors"
	"io"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

func TestRead(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn)
		defer s.Abort()
		conn.feed("hello", "world", "!")
		conn.end(io.EOF)
		p := make([]byte, 3)
		for _, part := range []string{"hel", "lo", "wor", "ld", "!"} {
			n, err := s.Read(co, p)
			wantErr(t, "Read", err, nil)
			want(t, "what was read", string(p[:n]), part)
		}
		n, err := s.Read(co, nil)
		want(t, "bytes for an empty slice", n, 0)
		wantErr(t, "Read of an empty slice", err, nil)
		for range 2 {
			_, err = s.Read(co, p)
			wantErr(t, "Read at the end", err, io.EOF)
		}
	})
}

// A large read goes into the slice of the caller, not through the buffer.
func TestReadPastTheBuffer(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn)
		defer s.Abort()
		big := make([]byte, 10000)
		conn.feed(string(big), "line\n")
		n, err := s.ReadFull(co, make([]byte, len(big)))
		want(t, "bytes", n, len(big))
		wantErr(t, "ReadFull", err, nil)
		want(t, "buffered", s.Buffered(), 0)
		wantLine(t, co, s, "line")
	})
}

// Given an error that comes together with bytes, when they are read, then the error comes after them, once.
func TestErrorTogetherWithBytes(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aionet.NewStream(&lastWords{fakeConn: newFake()})
		defer s.Abort()
		wantLine(t, co, s, "bye")
		_, err := s.ReadLine(co)
		wantErr(t, "ReadLine after the last line", err, errBoom)
	})
}

// lastWords returns bytes and an error in one call.
type lastWords struct{ *fakeConn }

func (c *lastWords) Read(p []byte) (int, error) { return copy(p, "bye\n"), errBoom }

func TestConnectionWithoutProgress(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aionet.NewStream(&mute{fakeConn: newFake()})
		defer s.Abort()
		_, err := s.ReadLine(co)
		wantErr(t, "ReadLine", err, io.ErrNoProgress)
		_, err = s.Read(co, make([]byte, 10000))
		wantErr(t, "Read", err, io.ErrNoProgress)
	})
}

// mute returns neither bytes nor an error.
type mute struct{ *fakeConn }

func (*mute) Read([]byte) (int, error) { return 0, nil }

// Given an input that ends in the middle, when an exact number of bytes or a separator is waited for, then what there was is
// returned together with io.ErrUnexpectedEOF; only where nothing was is it io.EOF.
func TestInputEndsInTheMiddleRule285(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		ended := func(in string) *aionet.Stream {
			conn := newFake()
			if in != "" {
				conn.feed(in)
			}
			conn.end(io.EOF)
			s := aionet.NewStream(conn)
			t.Cleanup(func() { s.Abort() })
			return s
		}
		b, err := ended("abc").ReadExactly(co, 5)
		want(t, "ReadExactly", string(b), "abc")
		wantErr(t, "ReadExactly", err, io.ErrUnexpectedEOF)
		_, err = ended("").ReadExactly(co, 5)
		wantErr(t, "ReadExactly of nothing", err, io.EOF)
		b, err = ended("abc").ReadUntil(co, []byte(";"))
		want(t, "ReadUntil", string(b), "abc")
		wantErr(t, "ReadUntil", err, io.ErrUnexpectedEOF)
		_, err = ended("").ReadUntil(co, []byte(";"))
		wantErr(t, "ReadUntil of nothing", err, io.EOF)
		p := make([]byte, 5)
		n, err := ended("abc").ReadFull(co, p)
		want(t, "ReadFull", string(p[:n]), "abc")
		wantErr(t, "ReadFull", err, io.ErrUnexpectedEOF)
		_, err = ended("").ReadFull(co, p)
		wantErr(t, "ReadFull of nothing", err, io.EOF)
		n, err = ended("").ReadFull(co, nil)
		want(t, "bytes for an empty slice", n, 0)
		wantErr(t, "ReadFull of an empty slice", err, nil)
		s := ended("a\nb")
		wantLine(t, co, s, "a")
		wantLine(t, co, s, "b")
		_, err = s.ReadLine(co)
		wantErr(t, "ReadLine at the end", err, io.EOF)
	})
}

func TestReadExactly(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn, aionet.WithLimit(10))
		defer s.Abort()
		conn.feed("ab", "cdef", "ghij", "klmn")
		b, err := s.ReadExactly(co, 5)
		want(t, "first", string(b), "abcde")
		wantErr(t, "ReadExactly", err, nil)
		_, err = s.ReadExactly(co, 11)
		wantLimit(t, err, 10)
		want(t, "message", err.Error(), "aionet: 11 bytes are over the limit of 10 bytes; use ReadFull or WithLimit")
		b, err = s.ReadExactly(co, 9)
		want(t, "second", string(b), "fghijklmn")
		wantErr(t, "ReadExactly", err, nil)
		b, err = s.ReadExactly(co, 0)
		want(t, "nothing", string(b), "")
		wantErr(t, "ReadExactly(0)", err, nil)
	})
}

// Given a read that waits with a part of what it needs, when it is cancelled, then it takes nothing: the next read of
// any kind gets all the bytes in order.
func TestCancelledReadLosesNothingRule280(t *testing.T) {
	for name, read := range waitingReads {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				conn := newFake()
				s := aionet.NewStream(conn)
				defer s.Abort()
				conn.feed("ab", "cd")
				for range 3 {
					f := start(co, func(co aio.Context) error { return read(co, s) })
					conn.until(co, conn.waitReader)
					f.Cancel(errBoom)
					wantErr(t, name, await(co, f), errBoom)
				}
				conn.feed("ef", "\nnext\n")
				wantLine(t, co, s, "abcdef")
				wantLine(t, co, s, "next")
			})
		})
	}
}

// waitingReads are reads that four bytes do not satisfy.
var waitingReads = map[string]func(aio.Context, *aionet.Stream) error{
	"ReadLine": func(co aio.Context, s *aionet.Stream) error {
		b, err := s.ReadLine(co)
		return errors.Join(err, onlyWithoutBytes(len(b)))
	},
	"ReadUntil": func(co aio.Context, s *aionet.Stream) error {
		b, err := s.ReadUntil(co, []byte(";"))
		return errors.Join(err, onlyWithoutBytes(len(b)))
	},
	"ReadExactly": func(co aio.Context, s *aionet.Stream) error {
		b, err := s.ReadExactly(co, 5)
		return errors.Join(err, onlyWithoutBytes(len(b)))
	},
	"ReadFull": func(co aio.Context, s *aionet.Stream) error {
		n, err := s.ReadFull(co, make([]byte, 5))
		return errors.Join(err, onlyWithoutBytes(n))
	},
	"large ReadFull": func(co aio.Context, s *aionet.Stream) error {
		n, err := s.ReadFull(co, make([]byte, 50000))
		return errors.Join(err, onlyWithoutBytes(n))
	},
}

func onlyWithoutBytes(n int) error {
	if n != 0 {
		return errors.New("an operation that was ended returned bytes")
	}
	return nil
}

// Given bytes in the Stream and a cancelled Context, when what they suffice for is read, then it is returned; only what has
// to wait fails, with the cause.
func TestBufferedBytesWinOverCancellationRule281(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn)
		defer s.Abort()
		conn.feed("1\n2\nabcdef")
		wantLine(t, co, s, "1")
		co = cancelled(co)
		wantLine(t, co, s, "2")
		b, err := s.ReadExactly(co, 2)
		want(t, "ReadExactly", string(b), "ab")
		wantErr(t, "ReadExactly", err, nil)
		_, err = s.ReadLine(co)
		wantErr(t, "ReadLine", err, errBoom)
		p := make([]byte, 9)
		n, err := s.Read(co, p)
		want(t, "Read", string(p[:n]), "cdef")
		wantErr(t, "Read", err, nil)
		_, err = s.Read(co, p)
		wantErr(t, "Read of nothing", err, errBoom)
	})
}

// Given a deadline of the Stream, when an operation was cancelled, then the deadline is in force again, and the
// connection as usable as before.
func TestDeadlineSurvivesCancellationRule288(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn)
		defer s.Abort()
		for _, at := range []time.Time{{}, time.Unix(1<<40, 0)} {
			conn.setRoom(0)
			wantErr(t, "SetDeadline", s.SetDeadline(at), nil)
			r := start(co, func(co aio.Context) error { _, err := s.ReadLine(co); return err })
			w := start(co, func(co aio.Context) error { _, err := s.Write(co, make([]byte, 10000)); return err })
			conn.until(co, conn.waitReader)
			conn.until(co, conn.waitWriter)
			r.Cancel(errBoom)
			w.Cancel(errBoom)
			wantErr(t, "read", await(co, r), errBoom)
			wantErr(t, "write", await(co, w), errBoom)
			want(t, "deadlines", conn.deadlines(), [2]time.Time{at, at})
			conn.setRoom(-1)
			conn.feed("still there\n")
			wantLine(t, co, s, "still there")
			wantErr(t, "Flush", s.Flush(co), nil)
		}
	})
}

// Given a deadline that expires in the middle of a line, when more comes and the deadline is moved, then the line is whole.
func TestExpiredDeadlineLosesNothing(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		client, server := streams(t, co)
		_, _ = client.WriteString(co, "half")
		wantErr(t, "Flush", client.Flush(co), nil)
		_, err := server.Read(co, make([]byte, 1))
		wantErr(t, "Read", err, nil)
		for _, read := range waitingReads {
			wantErr(t, "SetReadDeadline", server.SetReadDeadline(time.Now().Add(-time.Second)), nil)
			if err := read(co, server); !isTimeout(err) {
				t.Errorf("error is %v, want a timeout", err)
			}
		}
		wantErr(t, "SetReadDeadline", server.SetReadDeadline(time.Time{}), nil)
		_, _ = client.WriteString(co, " and half\n")
		wantErr(t, "Flush", client.Flush(co), nil)
		wantLine(t, co, server, "alf and half")
	})
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// Given an error of the connection that comes at the same time as a cancellation, then it is not hidden: it may not come
// again, and a broken connection would look like one that ended.
func TestCancellationHidesNoError(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for _, end := range []error{errReset, io.EOF} {
			own, cancel := aio.WithCancelCause(co)
			c := &coincidence{fakeConn: newFake(), cancel: cancel, err: end}
			s := aionet.NewStream(c)
			defer s.Abort()
			_, err := s.ReadLine(own)
			want(t, "error of ReadLine", err, end)
			own, c.cancel = aio.WithCancelCause(co)
			_, _ = s.WriteString(own, "a")
			want(t, "error of Flush", s.Flush(own), end)
			want(t, "error of the next one", s.Flush(co), end)
		}
	})
}

var errReset = errors.New("connection reset by peer")

// coincidence breaks when it is cancelled.
type coincidence struct {
	*fakeConn
	cancel func(error)
	err    error
}

func (c *coincidence) Read([]byte) (int, error)  { c.cancel(errBoom); return 0, c.err }
func (c *coincidence) Write([]byte) (int, error) { c.cancel(errBoom); return 0, c.err }

// Given a connection that has no deadlines, when an operation is cancelled, then it ends all the same: the connection is
// closed.
func TestConnectionWithoutDeadlines(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		conn.noDeadline = true
		s := aionet.NewStream(conn)
		defer s.Abort()
		wantErr(t, "SetDeadline", s.SetDeadline(time.Unix(2, 0)), errNoDeadline)
		f := start(co, func(co aio.Context) error { _, err := s.ReadLine(co); return err })
		conn.until(co, conn.waitReader)
		f.Cancel(errBoom)
		wantErr(t, "ReadLine", await(co, f), errBoom)
		want(t, "closed", conn.isClosed(), true)
	})
}

// Given two tasks that read lines, when the lines come in pieces, then each line is whole and the tasks take turns; a
// reader that is cancelled while it stands in line leaves it.
func TestReadersTakeTurnsRule286(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn)
		defer s.Abort()
		var lines [3]string
		read := func(i int) func(co aio.Context) error {
			return func(co aio.Context) error {
				p := make([]byte, 4)
				_, err := s.ReadFull(co, p)
				lines[i] = string(p)
				return err
			}
		}
		first := start(co, read(0))
		conn.until(co, conn.waitReader)
		second, third := start(co, read(1)), start(co, read(2))
		second.Cancel(errBoom)
		wantErr(t, "second", await(co, second), errBoom)
		conn.feed("aa", "aa", "bb", "bb")
		wantErr(t, "first", await(co, first), nil)
		wantErr(t, "third", await(co, third), nil)
		want(t, "first line", lines[0], "aaaa")
		want(t, "second line", lines[2], "bbbb")
	})
}

// Given a task that reads and one that writes, when one of them is cancelled, then the other goes on.
func TestReaderAndWriterAreIndependentRule287(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		conn.setRoom(0)
		s := aionet.NewStream(conn, aionet.WithWriteBuffer(0))
		defer s.Abort()
		read := func(co aio.Context) error { _, err := s.ReadLine(co); return err }
		write := func(co aio.Context) error { _, err := s.Write(co, []byte("out")); return err }
		r, w := start(co, read), start(co, write)
		conn.until(co, conn.waitReader)
		conn.until(co, conn.waitWriter)
		w.Cancel(errBoom)
		wantErr(t, "writer", await(co, w), errBoom)
		want(t, "the reader waits", conn.waitReader(), true)
		conn.feed("in\n")
		wantErr(t, "reader", await(co, r), nil)
		r, w = start(co, read), start(co, write)
		conn.until(co, conn.waitReader)
		conn.until(co, conn.waitWriter)
		r.Cancel(errBoom)
		wantErr(t, "reader", await(co, r), errBoom)
		conn.setRoom(-1)
		wantErr(t, "writer", await(co, w), nil)
		want(t, "sent", conn.sent(), "out")
	})
}

// Given a Stream that is used with one Context after the other, when an old one is cancelled, then an operation on the new
// one is not ended.
func TestOldContextDoesNotEndNewOperation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		conn := newFake()
		s := aionet.NewStream(conn)
		defer s.Abort()
		old, cancel := aio.WithCancelCause(co)
		conn.feed("1\n")
		wantLine(t, old, s, "1")
		f := start(co, func(co aio.Context) error { wantLine(t, co, s, "2"); return nil })
		conn.until(co, conn.waitReader)
		cancel(errBoom)
		conn.feed("2\n")
		wantErr(t, "reader", await(co, f), nil)
		want(t, "deadlines", conn.deadlines(), [2]time.Time{})
	})
}

func TestMisuse(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		s := aionet.NewStream(newFake())
		defer s.Abort()
		for what, misuse := range map[string]func(){
			"WithLimit(0)":           func() { aionet.WithLimit(0) },
			"WithWriteBuffer(-1)":    func() { aionet.WithWriteBuffer(-1) },
			"WithMaxConns(0)":        func() { aionet.WithMaxConns(0) },
			"ReadUntil of nothing":   func() { _, _ = s.ReadUntil(co, nil) },
			"ReadExactly of too few": func() { _, _ = s.ReadExactly(co, -1) },
			"NewServer(nil)":         func() { aionet.NewServer(nil) },
		} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%s: no panic", what)
					}
				}()
				misuse()
			}()
		}
	})
}
