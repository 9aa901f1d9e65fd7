package aio_test

import (
	"context"
	"errors"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func TestGroupWaitFirst(t *testing.T) {
	first := errors.New("first")
	err := aio.Run(context.Background(), func(co aio.Context) error {
		g, sub := aio.NewGroup(co)
		g.Go(sub, func(aio.Context) error { return first })
		g.Go(sub, func(co aio.Context) error {
			aio.Recv(co, co.Done())
			return errors.New("second")
		})
		if err := g.WaitFirst(co); err != first {
			t.Errorf("WaitFirst() = %v, want the first error alone", err)
		}
		var none aio.Group
		none.Go(co, func(aio.Context) error { return nil })
		return none.WaitFirst(co)
	})
	if err != nil {
		t.Errorf("Run() = %v", err)
	}
}
