package rpc_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"example.com/telemetry/internal/rpc"
)

// listen returns a listener on a free port.
func listen(t testing.TB) *rpc.Listener {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := rpc.NewListener(ln)
	t.Cleanup(func() { l.Close() })
	return l
}

// peer is a server that runs, and a client of it.
type peer struct {
	*rpc.Client
	listener *rpc.Listener
	server   *rpc.Server
	stop     context.CancelFunc // ends the server
	served   chan error         // what Serve returned
}

// connect starts a server and connects to it.
func connect(t testing.TB, executor string) *peer {
	t.Helper()
	e, err := rpc.NewExecutor(executor, 3)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	p := &peer{listener: listen(t), stop: cancel, served: make(chan error, 1)}
	p.server = rpc.NewServer(p.listener, e)
	p.server.Handle("add", add)
	go func() { p.served <- p.server.Serve(ctx) }()
	t.Cleanup(cancel)

	p.Client, err = rpc.Dial(p.listener.Addr().String(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Client.Close() })
	return p
}

// add is a method that adds numbers.
func add(_ context.Context, params json.RawMessage) (any, error) {
	var numbers []int
	if err := json.Unmarshal(params, &numbers); err != nil {
		return nil, err
	}
	sum := 0
	for _, n := range numbers {
		sum += n
	}
	return sum, nil
}

func TestExecutors(t *testing.T) {
	for _, kind := range []string{"blocking", "goroutine", "pool"} {
		t.Run(kind, func(t *testing.T) {
			p := connect(t, kind)
			var wg sync.WaitGroup
			for i := range 20 {
				wg.Add(1)
				go func(n int) {
					defer wg.Done()
					var sum int
					if err := p.Call(context.Background(), "add", []int{n, n, 1}, &sum); err != nil {
						t.Error(err)
					}
					if sum != 2*n+1 {
						t.Errorf("sum = %d, want %d", sum, 2*n+1)
					}
				}(i)
			}
			wg.Wait()
			p.stop()
			if err := <-p.served; err != nil {
				t.Errorf("Serve: %v", err)
			}
		})
	}
	if _, err := rpc.NewExecutor("psychic", 1); err == nil {
		t.Error("an unknown executor was accepted")
	}
}

func TestRemoteErrors(t *testing.T) {
	p := connect(t, "blocking")
	for _, tt := range []struct {
		method string
		params any
	}{
		{"divide", nil},
		{"add", "words"},
	} {
		err := p.Call(context.Background(), tt.method, tt.params, nil)
		var remote *rpc.RemoteError
		if !errors.As(err, &remote) || remote.Method != tt.method {
			t.Errorf("%s: %v, want a remote error", tt.method, err)
		}
	}
	// The connection has survived.
	if err := p.Call(context.Background(), "add", []int{1}, nil); err != nil {
		t.Error(err)
	}
}

func TestPoll(t *testing.T) {
	l := listen(t)
	if _, err := l.Poll(time.Millisecond); !errors.Is(err, rpc.ErrPollTimeout) {
		t.Errorf("Poll without clients: %v", err)
	}

	c, err := rpc.Dial(l.Addr().String(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	answer := make(chan string, 1)
	go func() {
		var s string
		if err := c.Call(context.Background(), "greet", nil, &s); err != nil {
			t.Error(err)
		}
		answer <- s
	}()
	in, err := l.Poll(time.Minute)
	if err != nil || in.Method != "greet" {
		t.Fatalf("Poll = %v, %v", in, err)
	}
	if err := in.Reply(rpc.Response{Result: json.RawMessage(`"hello"`)}); err != nil {
		t.Error(err)
	}
	if s := <-answer; s != "hello" {
		t.Errorf("answer = %q", s)
	}

	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if err := l.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	if _, err := l.Poll(time.Hour); !errors.Is(err, rpc.ErrClosed) {
		t.Errorf("Poll after Close: %v", err)
	}
}

// A caller who gives up does not disturb the connection.
func TestCallContext(t *testing.T) {
	p := connect(t, "goroutine")
	ctx, cancel := context.WithCancel(context.Background())
	release := make(chan struct{})
	p.server.Handle("slow", func(context.Context, json.RawMessage) (any, error) {
		cancel() // the caller loses patience
		<-release
		return nil, nil
	})
	if err := p.Call(ctx, "slow", nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Call: %v, want %v", err, context.Canceled)
	}
	close(release)
	if err := p.Call(context.Background(), "add", []int{1}, nil); err != nil {
		t.Error(err)
	}
}

func TestDisconnect(t *testing.T) {
	p := connect(t, "goroutine")
	p.server.Handle("leave", func(context.Context, json.RawMessage) (any, error) {
		return nil, p.listener.Close()
	})
	if err := p.Call(context.Background(), "leave", nil, nil); !errors.Is(err, rpc.ErrDisconnected) {
		t.Errorf("Call: %v, want %v", err, rpc.ErrDisconnected)
	}
	if err := <-p.served; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// A call that runs when the server is stopped is still answered.
func TestShutdownAnswers(t *testing.T) {
	for _, kind := range []string{"blocking", "goroutine", "pool"} {
		t.Run(kind, func(t *testing.T) {
			p := connect(t, kind)
			p.server.Handle("last", func(ctx context.Context, _ json.RawMessage) (any, error) {
				p.stop()
				return "words", ctx.Err()
			})
			var got string
			if err := p.Call(context.Background(), "last", nil, &got); err != nil || got != "words" {
				t.Errorf("Call = %q, %v", got, err)
			}
			if err := <-p.served; err != nil {
				t.Errorf("Serve: %v", err)
			}
		})
	}
}

func TestDialFails(t *testing.T) {
	l := listen(t)
	l.Close()
	if _, err := rpc.Dial(l.Addr().String(), time.Minute); err == nil {
		t.Error("Dial of a closed port did not fail")
	}
}

func BenchmarkCall(b *testing.B) {
	for _, kind := range []string{"blocking", "goroutine", "pool"} {
		b.Run(fmt.Sprint("executor=", kind), func(b *testing.B) {
			p := connect(b, kind)
			b.ResetTimer()
			for range b.N {
				if err := p.Call(context.Background(), "add", []int{1, 2}, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
