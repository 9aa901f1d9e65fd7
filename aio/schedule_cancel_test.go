package aio_test

import (
	"context"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Given a loop with a schedule and a task that is woken and cancelled by package context at once, when it goes on to wait for
// a lock, then it has the lock when that wait ends.
func TestScheduledCancellationEndsOneWait(t *testing.T) {
	for seed := range uint64(200) {
		err := aio.Run(context.Background(), func(co aio.Context) error {
			var m aio.Mutex
			q := aio.NewQueue[int](0)
			holders := 0
			var wg aio.WaitGroup
			for range 4 {
				wg.Go(co, func(co aio.Context) {
					std, cancel := context.WithCancelCause(co)
					wg.Go(co, func(aio.Context) {
						q.TryPut(1)
						cancel(errBoom)
					})
					_, err := q.Get(aio.With(co, std))
					if err != nil {
						wantErr(t, "Get", err, errBoom)
					}
					m.Lock(co)
					holders++
					aio.Yield(co)
					want(t, "tasks with the lock", holders, 1)
					holders--
					m.Unlock()
				})
			}
			wg.Wait(co)
			return nil
		}, aio.WithSchedule(aio.Schedule{Seed: seed}))
		wantErr(t, "Run", err, nil)
	}
}
