package aio_test

import (
	"context"
	"errors"
	"runtime"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

var policies = []aio.Policy{aio.Goroutines, aio.Serial}

// both runs body as the main task of a Run under each policy. The Run must end without an error.
func both(t *testing.T, body func(t *testing.T, co aio.Context)) {
	t.Helper()
	for _, p := range policies {
		t.Run(p.String(), func(t *testing.T) { under(t, p, body) })
	}
}

// serially is both for what only Serial promises.
func serially(t *testing.T, body func(t *testing.T, co aio.Context)) {
	t.Helper()
	under(t, aio.Serial, body)
}

func under(t *testing.T, p aio.Policy, body func(t *testing.T, co aio.Context)) {
	t.Helper()
	err := aio.Run(context.Background(), func(co aio.Context) error {
		body(t, co)
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

// cancelled returns a Context of the task of co that is cancelled with cause.
func cancelled(co aio.Context, cause error) aio.Context {
	co, cancel := aio.WithCancelCause(co)
	cancel(cause)
	return co
}

// untilCancelled is a task body that waits for its cancellation, and returns the cause.
func untilCancelled(co aio.Context) (int, error) {
	_, _, err := aio.RecvContext(co, make(chan int))
	return 0, err
}

// goroutines counts those that live. A collection under way counts the ended ones too while it frees their stacks, so it is
// completed first.
func goroutines() int {
	runtime.GC()
	return runtime.NumGoroutine()
}
