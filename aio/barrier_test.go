package aio_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// arriving starts a task that waits at the barrier once.
func arriving(co aio.Context, b *aio.Barrier) *aio.Future[int] {
	return aio.Go(co, b.Wait)
}

// gathered waits until n tasks wait at the barrier.
func gathered(co aio.Context, b *aio.Barrier, n int) {
	for b.Waiting() != n {
		aio.Yield(co)
	}
}

func TestBarrierNeedsAsManyRule064(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		b := aio.NewBarrier(3)
		first, victim := arriving(co, b), arriving(co, b)
		gathered(co, b, 2)
		victim.Cancel(errBoom)
		_, err := victim.Await(co)
		wantErr(t, "cancelled waiter", err, errBoom)
		third := arriving(co, b)
		gathered(co, b, 2) // and it did not open for the cancelled one
		select {
		case <-first.Done():
			t.Error("the barrier opened for two of three")
		default:
		}
		_, err = b.Wait(co)
		wantErr(t, "last", err, nil)
		_, err = aio.All(co, first, third)
		wantErr(t, "others", err, nil)
		want(t, "tasks that wait", b.Waiting(), 0)
	})
}

func TestBarrierAbortRule064(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		b := aio.NewBarrier(3)
		x, y := arriving(co, b), arriving(co, b)
		gathered(co, b, 2)
		b.Abort()
		for _, f := range []*aio.Future[int]{x, y} {
			_, err := f.Await(co)
			wantErr(t, "waiter", err, aio.ErrBroken)
		}
		_, err := b.Wait(co)
		wantErr(t, "who comes later", err, aio.ErrBroken)

		b.Reset()
		z := arriving(co, b)
		gathered(co, b, 1)
		b.Reset()
		_, err = z.Await(co)
		wantErr(t, "waiter of a barrier that is reset", err, aio.ErrBroken)
		x, y = arriving(co, b), arriving(co, b)
		_, err = b.Wait(co)
		wantErr(t, "after the reset", err, nil)
		_, err = aio.All(co, x, y)
		wantErr(t, "after the reset", err, nil)
	})
}

// Given a round, then each task has an index of its own, in the order in which they came, and the last one goes on
// without letting others run.
func TestBarrierIndexRule209(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		b := aio.NewBarrier(4)
		var indexes []int
		var g aio.WaitGroup
		wait := func(co aio.Context) {
			i, err := b.Wait(co)
			wantErr(t, "Wait", err, nil)
			indexes = append(indexes, i)
		}
		for range 3 {
			g.Go(co, wait)
		}
		aio.Yield(co)
		wait(co)
		g.Wait(co)
		wantList(t, "indexes as tasks went on", indexes, []int{3, 0, 1, 2})
	})
	both(t, func(t *testing.T, co aio.Context) {
		b := aio.NewBarrier(5)
		var fs []*aio.Future[int]
		for range 5 {
			fs = append(fs, arriving(co, b))
		}
		got, err := aio.All(co, fs...)
		wantErr(t, "All", err, nil)
		seen := map[int]bool{}
		for _, i := range got {
			seen[i] = true
		}
		want(t, "different indexes", len(seen), 5)
	})
}

// Given a quick task that comes round again before the slow ones of the last round have run, then it waits for the next
// round and takes nobody's place.
func TestBarrierRoundsDoNotMixRule210(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		const parties, rounds = 7, 50
		b := aio.NewBarrier(parties)
		var m aio.Mutex
		done := make([]int, rounds)
		var g aio.WaitGroup
		for range parties {
			g.Go(co, func(co aio.Context) {
				for r := range rounds {
					m.Lock(co)
					done[r]++
					m.Unlock()
					_, err := b.Wait(co)
					wantErr(t, "Wait", err, nil)
					m.Lock(co)
					if done[r] != parties {
						t.Errorf("round %d ended after %d of %d tasks", r, done[r], parties)
					}
					m.Unlock()
				}
			})
		}
		g.Wait(co)
	})
}

// Given a complete round, when one of its tasks is cancelled before it runs, then it goes on like the others.
func TestBarrierRoundWinsOverCancellationRule211(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		b := aio.NewBarrier(2)
		f := arriving(co, b)
		aio.Yield(co)
		_, err := b.Wait(co)
		wantErr(t, "last", err, nil)
		f.Cancel(errBoom)
		index, err := f.Await(co)
		want(t, "index", index, 0)
		wantErr(t, "first", err, nil)
	})
}

// Given a cancelled task, when it comes to a barrier, then it does not count, even if it would complete the round.
func TestBarrierCancelledTaskDoesNotCountRule212(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		b := aio.NewBarrier(1)
		_, err := b.Wait(cancelled(co, errBoom))
		wantErr(t, "Wait", err, errBoom)
		index, err := b.Wait(co)
		want(t, "index", index, 0)
		wantErr(t, "Wait", err, nil)
	})
}

func TestBarrierMisuse(t *testing.T) {
	wantPanic(t, "NewBarrier called with 0", func() { aio.NewBarrier(0) })
	eachPolicy(t, func(t *testing.T, p aio.Option) {
		dead := stuck(t, func(co aio.Context) error {
			b := aio.NewBarrier(3)
			f := arriving(co, b)
			_, err := b.Wait(co)
			_, other := f.Await(co)
			return errors.Join(err, other)
		}, p, aio.Sealed())
		want(t, "tasks that are stuck", len(dead.Tasks), 2)
		want(t, "message names the wait", strings.Contains(dead.Error(), "the others at a Barrier"), true)
	})
}

// Tasks that work in rounds wait for each other at the end of each.
func ExampleBarrier() {
	_ = aio.Run(ctx, func(co aio.Context) error {
		round := aio.NewBarrier(2)
		work := func(co aio.Context) (int, error) {
			for n := 0; ; n++ {
				if _, err := round.Wait(co); err != nil {
					return n, err
				}
			}
		}
		other := aio.Go(co, work)
		for range 3 {
			_, _ = round.Wait(co)
		}
		round.Abort()
		n, err := other.Await(co)
		fmt.Println(n, err)
		return nil
	})
	// Output: 3 aio: barrier is broken
}
