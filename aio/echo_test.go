package aio_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Given tasks that nobody awaits, when the scope around them is cancelled and they return its cause, then that is no error
// that nobody has seen: whoever cancelled them knows it.
func TestEchoOfACancellationIsNotUnseenRule004(t *testing.T) {
	for _, p := range policies {
		err := aio.Run(context.Background(), func(co aio.Context) error {
			scope, cancel := aio.WithCancelCause(co)
			late, stop := aio.WithTimeoutCause(co, 0, errLate)
			defer stop()
			for _, co := range []aio.Context{scope, late} {
				aio.Go(co, untilCancelled)
				aio.Go(co, func(co aio.Context) (int, error) {
					_, err := untilCancelled(co)
					return 0, fmt.Errorf("gave up: %w", err)
				})
			}
			cancel(errBoom)
			return nil
		}, aio.WithPolicy(p))
		wantErr(t, "Run", err, nil)
	}
}

var errLate = errors.New("too late")
