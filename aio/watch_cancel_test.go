package aio_test

import (
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Given many tasks that wait for one future in sets, when it is completed and they are cancelled at the same moment, then
// each wait ends, and by either of the two.
func TestCompletionOfWatchedFutureMeetsCancellation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for range 100 {
			f, r := aio.NewFuture[int]()
			never, _ := aio.NewFuture[int]()
			scope, cancel := aio.WithCancelCause(co)
			var wg aio.WaitGroup
			for range 20 {
				wg.Go(scope, func(co aio.Context) {
					done, _, err := aio.Wait(co, aio.FirstCompleted, f, never)
					if err != nil {
						wantErr(t, "Wait", err, errBoom)
					} else {
						want(t, "completed futures", len(done), 1)
					}
				})
			}
			aio.Yield(co)
			go cancel(errBoom)
			go func() { _ = r.Resolve(1) }()
			wg.Wait(co)
		}
	})
}
