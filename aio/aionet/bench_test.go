package aionet_test

import (
	"bufio"
	"context"
	"net"
	"os"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

// tcp returns both ends of a connection.
func tcp(tb testing.TB) (client, server net.Conn) {
	tb.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer ln.Close()
	if client, err = net.Dial("tcp", ln.Addr().String()); err != nil {
		tb.Fatal(err)
	}
	if server, err = ln.Accept(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}

// plainEcho answers lines as code without this package does.
func plainEcho(c net.Conn) {
	r, w := bufio.NewReader(c), bufio.NewWriter(c)
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return
		}
		_, _ = w.Write(line)
		if w.Flush() != nil {
			return
		}
	}
}

// plainClient sends a line n times and waits for the answer.
func plainClient(b *testing.B, c net.Conn) {
	r := bufio.NewReader(c)
	w := bufio.NewWriter(c)
	for range b.N {
		_, _ = w.WriteString("the quick brown fox\n")
		_ = w.Flush()
		if _, err := r.ReadSlice('\n'); err != nil {
			b.Error(err)
			return
		}
	}
}

// BenchmarkEcho is one client that sends a line and waits for its echo. The client is the same plain code each time.
func BenchmarkEcho(b *testing.B) {
	b.Run("plain", func(b *testing.B) {
		client, server := tcp(b)
		go plainEcho(server)
		b.ReportAllocs()
		b.ResetTimer()
		plainClient(b, client)
	})
	for _, p := range policies {
		b.Run(p.String(), func(b *testing.B) {
			client, server := tcp(b)
			ended := make(chan error)
			go func() {
				ended <- aio.Run(context.Background(), func(co aio.Context) error {
					return echoFast(co, aionet.NewStream(server))
				}, aio.WithPolicy(p))
			}()
			b.ReportAllocs()
			b.ResetTimer()
			plainClient(b, client)
			b.StopTimer()
			client.Close()
			<-ended
		})
	}
}

func echoFast(co aio.Context, s *aionet.Stream) error {
	defer s.Close(co)
	for {
		line, err := s.ReadUntil(co, newline)
		if err != nil {
			return err
		}
		_, _ = s.Write(co, line)
		if err := s.Flush(co); err != nil {
			return err
		}
	}
}

var newline = []byte("\n")

// BenchmarkOverhead is one round of the echo with a connection that costs nothing: what the marks, the locks and the watch of
// the Context add to bufio.
func BenchmarkOverhead(b *testing.B) {
	b.Run("plain", func(b *testing.B) {
		c := &canned{fakeConn: newFake()}
		r, w := bufio.NewReader(c), bufio.NewWriter(c)
		for range b.N {
			line, _ := r.ReadSlice('\n')
			_, _ = w.Write(line)
			_ = w.Flush()
		}
	})
	for _, p := range policies {
		for _, shielded := range []bool{false, true} {
			name := p.String()
			if shielded {
				name += ", not cancellable"
			}
			b.Run(name, func(b *testing.B) {
				_ = aio.Run(context.Background(), func(co aio.Context) error {
					if shielded {
						co = aio.Shield(co)
					}
					s := aionet.NewStream(&canned{fakeConn: newFake()})
					defer s.Abort()
					for range b.N {
						line, _ := s.ReadUntil(co, newline)
						_, _ = s.Write(co, line)
						_ = s.Flush(co)
					}
					return nil
				}, aio.WithPolicy(p))
			})
		}
	}
}

// BenchmarkContextPerLine is a timeout over each line.
func BenchmarkContextPerLine(b *testing.B) {
	for _, p := range policies {
		b.Run(p.String(), func(b *testing.B) {
			b.ReportAllocs()
			_ = aio.Run(context.Background(), func(co aio.Context) error {
				s := aionet.NewStream(&canned{fakeConn: newFake()})
				defer s.Abort()
				for range b.N {
					timed, cancel := aio.WithTimeout(co, time.Hour)
					_, _ = s.ReadUntil(timed, newline)
					cancel()
				}
				return nil
			}, aio.WithPolicy(p))
		})
	}
}

// TestNoAllocations holds the promise that reads and writes allocate nothing once the buffers are there.
func TestNoAllocations(t *testing.T) {
	if os.Getenv("AIO_DEBUG") != "" {
		t.Skip("the checks of the debug mode allocate")
	}
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) {
			err := aio.Run(context.Background(), func(co aio.Context) error {
				s := aionet.NewStream(&canned{fakeConn: newFake()})
				defer s.Abort()
				for name, co := range map[string]aio.Context{"cancellable": co, "not cancellable": aio.Shield(co)} {
					p := make([]byte, 10)
					allocs := testing.AllocsPerRun(100, func() {
						_, err := s.ReadLine(co)
						wantErr(t, "ReadLine", err, nil)
						_, err = s.ReadUntil(co, newline)
						wantErr(t, "ReadUntil", err, nil)
						_, err = s.ReadFull(co, p)
						wantErr(t, "ReadFull", err, nil)
						_, err = s.ReadExactly(co, 3)
						wantErr(t, "ReadExactly", err, nil)
						_, err = s.WriteString(co, "some bytes")
						wantErr(t, "WriteString", err, nil)
						_, err = s.Write(co, p)
						wantErr(t, "Write", err, nil)
						wantErr(t, "Flush", s.Flush(co), nil)
					})
					want(t, "allocations when "+name, allocs, 0)
				}
				return nil
			}, aio.WithPolicy(p))
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// canned has always the same to say, a little at a time.
type canned struct{ *fakeConn }

func (*canned) Read(p []byte) (int, error)  { return copy(p, "hello\n"), nil }
func (*canned) Write(p []byte) (int, error) { return len(p), nil }
