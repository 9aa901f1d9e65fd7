//go:build go1.25

package aio_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// settled runs fn in a bubble under a seed, with everything outside the loop at rest before each choice.
func settled(t *testing.T, s aio.Schedule, fn func(co aio.Context)) error {
	t.Helper()
	s.Settle = synctest.Wait
	var err error
	synctest.Test(t, func(*testing.T) {
		err = aio.Run(context.Background(), func(co aio.Context) error { fn(co); return nil }, aio.WithSchedule(s))
	})
	return err
}

// Given a task that is cancelled before somebody else acts in the same turn, then it is out of its line at once: it is no
// chance who is chosen.
func TestCancelledAndChosenInOneTurnRule080(t *testing.T) {
	for seed := range uint64(50) {
		got := ""
		err := settled(t, aio.Schedule{Seed: seed}, func(co aio.Context) {
			q := aio.NewQueue[int](0)
			take := func(co aio.Context, who string) {
				if _, err := q.Get(co); err == nil {
					got += who
				}
			}
			var wg aio.WaitGroup
			scope, cancel := aio.WithCancel(co)
			wg.Go(scope, func(co aio.Context) { take(co, "first") })
			aio.Sleep(co, time.Second)
			wg.Go(co, func(co aio.Context) { take(co, "second") })
			aio.Sleep(co, time.Second)
			cancel()
			for range 100 { // a task that would not wait for its turn would leave now
				runtime.Gosched()
			}
			q.TryPut(1)
			wg.Wait(co)
		})
		wantErr(t, "Run", err, nil)
		want(t, fmt.Sprintf("who got the item under seed %d", seed), got, "second")
	}
}

// Given a cancelled task that nobody wakes, then it leaves its line, and later ones are served.
func TestCancelledInTurn(t *testing.T) {
	for seed := range uint64(50) {
		err := settled(t, aio.Schedule{Seed: seed}, func(co aio.Context) {
			q := aio.NewQueue[int](0)
			var m aio.Mutex
			m.Lock(co)
			var wg aio.WaitGroup
			scope, cancel := aio.WithCancelCause(co)
			for range 5 {
				wg.Go(scope, func(co aio.Context) { _, err := q.Get(co); wantErr(t, "Get", err, errBoom) })
				wg.Go(scope, func(co aio.Context) { wantErr(t, "LockContext", m.LockContext(co), errBoom) })
			}
			item, locked := 0, 0
			wg.Go(co, func(co aio.Context) { aio.Sleep(co, 1); item, _ = q.Get(co) })
			wg.Go(co, func(co aio.Context) { aio.Sleep(co, 1); m.Lock(co); locked++; m.Unlock() })
			aio.Sleep(co, time.Second)
			cancel(errBoom)
			_ = q.Put(co, 1)
			m.Unlock()
			wg.Wait(co)
			want(t, "item of the later getter", item, 1)
			want(t, "locks of the later locker", locked, 1)
		})
		wantErr(t, "Run", err, nil)
	}
}

// Given seed 0, then turns go round in order, and nothing depends on how fast goroutines outside are.
func TestSeedZeroGoesRoundRule080(t *testing.T) {
	for range 50 {
		order := ""
		err := settled(t, aio.Schedule{}, func(co aio.Context) {
			var wg aio.WaitGroup
			for i := range 4 {
				wg.Go(co, func(co aio.Context) {
					for range 2 {
						aio.Call(co, func() { time.Sleep(time.Second) })
						order += fmt.Sprint(i)
						aio.Yield(co)
					}
				})
			}
			wg.Wait(co)
		})
		wantErr(t, "Run", err, nil)
		want(t, "order", order, "01230123")
	}
}
