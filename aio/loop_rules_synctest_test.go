//go:build go1.25

package aio_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Given Tick, then the first step comes after the interval, not at once, and the steps do not drift.
func TestFirstTickRule238(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		start := time.Now()
		var got []time.Duration
		for now := range aio.Tick(co, time.Second) {
			got = append(got, now.Sub(start))
			aio.Sleep(co, 300*time.Millisecond)
			if len(got) == 3 {
				break
			}
		}
		if w := []time.Duration{time.Second, 2 * time.Second, 3 * time.Second}; !slices.Equal(got, w) {
			t.Errorf("steps at %v, want %v", got, w)
		}
	})
}

// Given a body that is slower than the interval, then steps are dropped: there is no burst afterwards.
func TestMissedTicksRule239(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		start := time.Now()
		var at []time.Duration
		for range aio.Tick(co, time.Second) {
			at = append(at, time.Since(start))
			if len(at) == 1 {
				aio.Sleep(co, 4500*time.Millisecond)
			}
			if len(at) == 4 {
				break
			}
		}
		// The step that was due meanwhile is delivered late, the others keep their times.
		if w := []time.Duration{time.Second, 5500 * time.Millisecond, 6 * time.Second, 7 * time.Second}; !slices.Equal(at, w) {
			t.Errorf("steps at %v, want %v", at, w)
		}
	})
}

// Given a body that is always late, when co is cancelled, then the loop ends although a step is due.
func TestCancelledTickRule240(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		timed, cancel := aio.WithTimeout(co, 11*time.Second)
		defer cancel()
		n := 0
		for range aio.Tick(timed, time.Second) {
			n++
			aio.Sleep(co, 3*time.Second)
		}
		want(t, "steps", n, 4)
		for range aio.Tick(timed, time.Second) {
			t.Error("a step with a cancelled Context")
		}
	})
}

// Given timers that come due while the loop is busy, then they begin in the order of their deadlines.
func TestTimersAfterABusyStepRule245(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		under(t, aio.Serial, func(t *testing.T, co aio.Context) {
			var n notes
			done := make(chan struct{})
			aio.After(co, 3*time.Second, func(aio.Context) { n.add("3"); close(done) })
			aio.After(co, 2*time.Second, n.adds("2"))
			aio.After(co, time.Second, n.adds("1"))
			time.Sleep(5 * time.Second) // not a mark: the loop is busy
			aio.After(co, -time.Minute, n.adds("past"))
			aio.Recv(co, done)
			n.want(t, "past", "1", "2", "3")
		})
	})
}

// Given a body that is slower than the interval, then others run after each step, and can end the loop.
func TestSlowTickLetsOthersRun(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		ticking, stop := aio.WithCancel(co)
		steps := aio.Go(ticking, func(co aio.Context) (n int, err error) {
			for range aio.Tick(co, time.Second) {
				time.Sleep(2 * time.Second)
				if n++; n == 10 {
					t.Error("nobody could end it")
					break
				}
			}
			return n, nil
		})
		aio.Sleep(co, 4*time.Second)
		stop()
		n, err := steps.Await(co)
		wantErr(t, "Await", err, nil)
		want(t, "steps", n, 2)
	})
}

// Given a loop over Tick that was left, then its ticker is gone, and the sequence can be used again.
func TestTickLeavesNothingRule241(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		steps := aio.Tick(co, time.Minute)
		aio.Sleep(co, time.Hour) // it does not run yet
		for range 2 {
			start := time.Now()
			for range steps {
				break
			}
			want(t, "time to the first step", time.Since(start), time.Minute)
		}
	})
}

func TestTickMisuse(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		defer func() { want[any](t, "recovered", recover(), "aio: Tick with an interval that is not positive") }()
		aio.Tick(co, 0)
	})
}

// Given timers, then they fire at their times, and a stopped one does not move the clock.
func TestTimersUnderAFakeClockRule088(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		start := time.Now()
		var n notes
		done := make(chan struct{})
		for _, d := range []time.Duration{3 * time.Hour, time.Hour, 2 * time.Hour} {
			aio.After(co, d, func(aio.Context) { n.add(time.Since(start).String()) })
		}
		aio.After(co, 90*time.Minute, func(aio.Context) { t.Error("a stopped timer ran") }).Stop()
		tm := aio.After(co, time.Minute, func(aio.Context) { n.add("reset"); close(done) })
		tm.Reset(4 * time.Hour)
		aio.Recv(co, done)
		n.want(t, "1h0m0s", "2h0m0s", "3h0m0s", "reset")
		want(t, "time that passed", time.Since(start), 4*time.Hour)
	})
}

// Given many timers that were cancelled, then nothing moves the clock.
func TestCancelledTimersRule039(t *testing.T) {
	inBubble(t, func(t *testing.T, co aio.Context) {
		start := time.Now()
		scope, cancel := aio.WithCancel(co)
		for range 1000 {
			aio.After(scope, time.Hour, func(aio.Context) { t.Error("it ran") })
		}
		cancel()
		aio.Call(co, synctest.Wait)
		want(t, "tasks", len(aio.LoopTasks(co)), 1)
		aio.Sleep(co, time.Second)
		want(t, "time that passed", time.Since(start), time.Second)
	})
}

// A bubble in which everything of this part was used and left is clean: synctest fails it otherwise.
func TestBubbleOfBridgesIsClean(t *testing.T) {
	for _, p := range policies {
		synctest.Test(t, func(t *testing.T) {
			loop := aio.NewLoop(aio.WithPolicy(p))
			pool := aio.NewPool(1, 1)
			wantErr(t, "Run", loop.Run(t.Context(), func(co aio.Context) error {
				aio.FromChan(co, make(chan int))
				aio.FromContext(co, t.Context())
				aio.After(co, time.Hour, func(aio.Context) {})
				_, _ = aio.NewTimeout(co, time.Hour)
				for range 2 {
					aio.Offload(co, pool, func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() })
				}
				posted := make(chan struct{})
				loop.Post(func(aio.Context) { close(posted) })
				aio.Recv(co, posted)
				return nil
			}), nil)
		})
	}
}
