package aionet_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aionet"
)

var errBoom = errors.New("boom")

var policies = []aio.Policy{aio.Goroutines, aio.Serial}

// both runs body as the main task of a Run under each policy. The Run must end without an error.
func both(t *testing.T, body func(t *testing.T, co aio.Context)) {
	t.Helper()
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) { under(t, p, body) })
	}
}

func under(t testing.TB, p aio.Policy, body func(t *testing.T, co aio.Context)) {
	t.Helper()
	err := aio.Run(context.Background(), func(co aio.Context) error {
		body(t.(*testing.T), co)
		return nil
	}, aio.WithPolicy(p))
	if err != nil {
		t.Errorf("Run: %v", err)
	}
}

func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: error is %v, want %v", what, got, want)
	}
}

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// must fails the test at once when what it builds on does not work.
func must[T any](t *testing.T, what string) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		return v
	}
}

// cancelled returns a Context of the task of co that is cancelled with errBoom.
func cancelled(co aio.Context) aio.Context {
	co, cancel := aio.WithCancelCause(co)
	cancel(errBoom)
	return co
}

// start runs fn as a task and returns its future.
func start(co aio.Context, fn func(co aio.Context) error) *aio.Future[struct{}] {
	return aio.Go(co, func(co aio.Context) (struct{}, error) { return struct{}{}, fn(co) })
}

func await(co aio.Context, f *aio.Future[struct{}]) error {
	_, err := f.Await(aio.Shield(co))
	return err
}

// wantLine reads a line and compares it.
func wantLine(t *testing.T, co aio.Context, s *aionet.Stream, line string) {
	t.Helper()
	b, err := s.ReadLine(co)
	if err != nil || string(b) != line {
		t.Errorf("line is %q, %v, want %q", b, err, line)
	}
}

// wantLimit checks that err is a LimitError for limit.
func wantLimit(t *testing.T, err error, limit int) {
	t.Helper()
	var long *aionet.LimitError
	if !errors.As(err, &long) || long.Limit != limit {
		t.Errorf("error is %v, want a LimitError for %d", err, limit)
	}
}

// listen returns a listener of each kind that is closed at the end of the test.
func listen(t *testing.T, co aio.Context, network string) net.Listener {
	t.Helper()
	address := "127.0.0.1:0"
	if network == "unix" {
		dir := must[string](t, "MkdirTemp")(os.MkdirTemp("", "aionet")) // t.TempDir is too long for a socket
		t.Cleanup(func() { os.RemoveAll(dir) })
		address = filepath.Join(dir, "s")
	}
	ln := must[net.Listener](t, "Listen")(aionet.Listen(co, network, address))
	t.Cleanup(func() { ln.Close() })
	return ln
}

// connected returns both ends of a connection.
func connected(t *testing.T, co aio.Context, network string) (client, server net.Conn) {
	t.Helper()
	ln := listen(t, co, network)
	client = must[net.Conn](t, "Dial")(aionet.Dial(co, network, ln.Addr().String()))
	server = must[net.Conn](t, "Accept")(aionet.Accept(co, ln))
	wantErr(t, "Close of the listener", ln.Close(), nil)
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}

// streams returns both ends of a TCP connection as Streams.
func streams(t *testing.T, co aio.Context, opts ...aionet.StreamOption) (client, server *aionet.Stream) {
	t.Helper()
	a, b := connected(t, co, "tcp")
	return aionet.NewStream(a, opts...), aionet.NewStream(b, opts...)
}

// eventually waits for a condition that nothing announces.
func eventually(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for begin := time.Now(); !cond(); runtime.Gosched() {
		if time.Since(begin) > 20*time.Second {
			buf := make([]byte, 1<<20)
			t.Fatalf("%s: still not true\n%s", what, buf[:runtime.Stack(buf, true)])
		}
	}
}

// leavesNothing checks that fn leaves neither goroutines nor file descriptors.
func leavesNothing(t *testing.T, fn func()) {
	t.Helper()
	goroutines, files := runtime.NumGoroutine(), openFiles(t)
	fn()
	eventually(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= goroutines })
	eventually(t, "no file descriptor is left", func() bool { return openFiles(t) <= files })
}

// openFiles returns how many file descriptors are open, or 0 where that cannot be known.
func openFiles(t *testing.T) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		return 0
	}
	return len(must[[]os.DirEntry](t, "ReadDir")(os.ReadDir("/proc/self/fd")))
}
