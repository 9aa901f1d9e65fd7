package aionet

import (
	"context"
	"errors"
	"fmt"

	"github.com/asyncport/asyncport/aio"
)

// withCause adds the cause of the cancellation of co to the error of an operation that it has ended: package net has no
// causes, and says "operation was canceled" or "i/o timeout".
func withCause(co aio.Context, err error) error {
	if co.Err() == nil {
		return err
	}
	cause := context.Cause(co)
	if errors.Is(err, cause) {
		return err
	}
	return fmt.Errorf("%w: %w", err, cause)
}
