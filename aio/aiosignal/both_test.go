//go:build unix

package aiosignal_test

import (
	"context"
	"errors"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// both runs body as the main task of a Run under each policy. The Run must end without an error.
func both(t *testing.T, body func(t *testing.T, co aio.Context)) {
	t.Helper()
	for _, p := range []aio.Policy{aio.Goroutines, aio.Serial} {
		t.Run(p.String(), func(t *testing.T) { under(t, p, body) })
	}
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

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: error is %v, want %v", what, got, want)
	}
}
