package aio_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"runtime"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

//go:noinline
func explode(v any) { panic(v) }

// Given a panic in a task that was started with Capture, then its awaiter gets the value and the stack, and the loop goes
// on.
func TestCaptureRule090(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		_, err := aio.Go(co, aio.Capture(func(aio.Context) (int, error) { explode("bad"); return 1, nil })).Await(co)
		var p *aio.PanicError
		if !errors.As(err, &p) {
			t.Fatalf("error is %v, want a PanicError", err)
		}
		want[any](t, "value of the panic", p.Value, "bad")
		want(t, "message", p.Error(), "aio: panic: bad")
		if !strings.Contains(string(p.Stack), "aio_test.explode(") {
			t.Errorf("the stack does not show the place of the panic:\n%s", p.Stack)
		}
		v, err := aio.Go(co, aio.Capture(func(aio.Context) (int, error) { return 2, nil })).Await(co)
		want(t, "value of a task that does not panic", v, 2)
		wantErr(t, "its error", err, nil)
		_, err = aio.Go(co, aio.Capture(func(aio.Context) (int, error) { return 2, errBoom })).Await(co)
		want(t, "error that was returned", err, errBoom)
	})
}

func TestCapturedErrorUnwraps(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		g, gc := aio.NewGroup(co)
		g.Go(gc, aio.CaptureErr(func(aio.Context) error { explode(io.ErrUnexpectedEOF); return nil }))
		g.Go(gc, func(co aio.Context) error { _, err := untilCancelled(co); return err })
		err := g.Wait(co)
		wantErr(t, "Wait of a Group", err, io.ErrUnexpectedEOF)
		var p *aio.PanicError
		want(t, "it is a PanicError", errors.As(err, &p), true)

		_, err = aio.Go(co, aio.Capture(func(aio.Context) (int, error) { var s []int; return s[len(s)], nil })).Await(co)
		var rt runtime.Error
		want(t, "a panic of the runtime unwraps to it", errors.As(err, &rt), true)
		_, err = aio.Go(co, aio.Capture(func(aio.Context) (int, error) { explode(nil); return 0, nil })).Await(co)
		var none *runtime.PanicNilError
		want(t, "panic(nil) is captured too", errors.As(err, &none), true)
	})
}

// Given a captured panic that nobody looks at, then Run returns it like any other error of a task.
func TestUnseenCapturedPanicRule004(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		err := run(func(co aio.Context) error {
			wait(co, aio.Go(co, aio.Capture(func(aio.Context) (int, error) { explode(errBoom); return 0, nil })))
			return nil
		})
		wantErr(t, "Run", err, errBoom)
	})
}

func TestCaptureLetsGoexitThrough(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		_, err := aio.Go(co, aio.Capture(func(aio.Context) (int, error) { runtime.Goexit(); return 0, nil })).Await(co)
		wantErr(t, "Await", err, aio.ErrGoexit)
	})
}

// Given a deadlock of the main task inside a captured function, then Run still returns the DeadlockError itself.
func TestCaptureLetsDeadlocksThrough(t *testing.T) {
	runBoth(t, func(t *testing.T, run func(func(aio.Context) error) error) {
		err := run(aio.CaptureErr(func(co aio.Context) error {
			var m aio.Mutex
			m.Lock(co)
			m.Lock(co)
			return nil
		}))
		wantErr(t, "Run", err, aio.ErrDeadlock)
		err = run(func(co aio.Context) error {
			aio.CaptureTo(func(p *aio.PanicError) { t.Errorf("the handler got %v", p) }, func(co aio.Context) {
				var m aio.Mutex
				m.Lock(co)
				m.Lock(co)
			})(co)
			return nil
		})
		wantErr(t, "Run", err, aio.ErrDeadlock)
	})
}

// Given a panicking callback, then the handler is called and the loop goes on; a panicking handler is logged and the loop
// goes on.
func TestPanickingCallbackRule074(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		loop := aio.LoopOf(co)
		handled := make(chan *aio.PanicError, 1)
		loop.Post(aio.CaptureTo(func(p *aio.PanicError) { handled <- p }, func(aio.Context) { explode(errBoom) }))
		p := aio.Recv(co, handled)
		wantErr(t, "what was handled", p, errBoom)

		var logged bytes.Buffer
		defer log.SetOutput(log.Writer())
		log.SetOutput(&logged)
		loop.Post(aio.CaptureTo(func(*aio.PanicError) { explode("handler failed") }, func(aio.Context) { explode("callback failed") }))
		after := make(chan struct{})
		loop.Post(func(aio.Context) { close(after) })
		aio.Recv(co, after)
		for _, part := range []string{"handler failed", "callback failed", "aio_test.explode("} {
			if !strings.Contains(logged.String(), part) {
				t.Errorf("the log has no %q:\n%s", part, logged.String())
			}
		}
	})
}

// Capture fits functions of plain contexts too.
func TestCaptureOfPlainFunction(t *testing.T) {
	fn := aio.Capture(func(context.Context) (string, error) { explode(errBoom); return "", nil })
	_, err := fn(context.Background())
	wantErr(t, "call", err, errBoom)
}
