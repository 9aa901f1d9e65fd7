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

// Given futures that are completed while a cancelled task ranges over them, then what comes is completed: its value wins.
func TestAsCompletedMeetsCancellation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for range 300 {
			fs := make([]*aio.Future[int], 4)
			for i := range fs {
				fs[i] = aio.GoValue(co, func(co aio.Context) int { return i + 1 })
			}
			scope, cancel := aio.WithCancelCause(co)
			go cancel(errBoom)
			for f, err := range aio.AsCompleted(scope, fs...) {
				if err != nil {
					wantErr(t, "AsCompleted", err, errBoom)
					break
				}
				v, err := f.Join(scope)
				wantErr(t, "Join", err, nil)
				want(t, "there is a value", v > 0, true)
			}
			for _, f := range fs {
				f.Value(co)
			}
		}
	})
}
