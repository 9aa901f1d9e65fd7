package aio_test

import (
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Given tasks that are stuck together, when the first one is unwound and its end lets another one go on, then that one is
// told of the deadlock all the same.
func TestAllThatAreStuckSeeItRule086(t *testing.T) {
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		for range 300 {
			stuck(t, func(co aio.Context) error {
				var wg aio.WaitGroup
				wg.Go(co, func(co aio.Context) { wg.Wait(co) })
				wg.Wait(co)
				return nil
			}, p)
		}
	})
}
