package aio_test

import (
	"context"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Given a timed wait for a job that is still queued, then the wait ends in time, and the job never runs, although the pool
// is stuck.
func TestTimeoutOfAQueuedJobRule235(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		pool := aio.NewPool(1, 9)
		begun, gate := make(chan int, 9), make(chan struct{})
		stuck := aio.Offload(co, pool, gated(begun, gate, 1))
		timed, cancel := aio.WithTimeout(co, 1000)
		defer cancel()
		_, err := aio.Offload(timed, pool, gated(begun, gate, 2)).Await(timed)
		wantErr(t, "Await", err, context.DeadlineExceeded)
		close(gate)
		_, _ = stuck.Await(co)
		wantErr(t, "Shutdown", pool.Shutdown(co), nil)
		want(t, "jobs that began", len(begun), 1)
	})
}

// Given an abandoned job, then it keeps its place in the pool until it really ends: the bound holds.
func TestAbandonedJobKeepsItsPlaceRule236(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		pool := aio.NewPool(1, 1)
		begun, gate := make(chan int, 9), make(chan struct{})
		f := aio.Offload(co, aio.Abandon(pool), gated(begun, gate, 1))
		aio.Recv(co, begun)
		f.Cancel(errBoom)
		_, err := f.Await(co)
		wantErr(t, "abandoned", err, errBoom)
		next := aio.Offload(co, pool, gated(begun, gate, 2))
		aio.Yield(co)
		want(t, "jobs that began meanwhile", len(begun), 0)
		close(gate)
		v, err := next.Await(co)
		want(t, "value of the next job", v, 2)
		wantErr(t, "its error", err, nil)
	})
}

// Given a job that waits for another job of its own pool, when it is cancelled, then all of it ends.
func TestJobThatWaitsForItsPoolRule237(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		pool := aio.NewPool(1, 1)
		inside := make(chan struct{})
		f := aio.Offload(co, pool, func(ctx context.Context) (int, error) {
			co, leave := aio.Enter(ctx)
			defer leave()
			inner := aio.Offload(co, pool, func(context.Context) (int, error) { t.Error("it ran"); return 0, nil })
			close(inside)
			return inner.Await(co)
		})
		aio.Recv(co, inside)
		f.Cancel(errBoom)
		_, err := f.Await(co)
		wantErr(t, "Await", err, errBoom)
		wantErr(t, "Shutdown", pool.Shutdown(co), nil)
	})
}

// Given a job or timer whose starter has ended, then it goes on: it is part of what that one started, and sees a live context.
func TestJobOutlivesItsStarterRule234(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		gate := make(chan struct{})
		f, err := aio.Go(co, func(co aio.Context) (*aio.Future[int], error) {
			return aio.Offload(co, aio.Unbounded, func(ctx context.Context) (int, error) { <-gate; return 1, ctx.Err() }), nil
		}).Await(co)
		wantErr(t, "starter", err, nil)
		close(gate)
		v, err := f.Await(co)
		want(t, "value", v, 1)
		wantErr(t, "context of the job", err, nil)
	})
}

// Given a pool that is full for long, then tasks that do not use it go on, also those of the same loop.
func TestFullPoolDoesNotBlockTheLoopRule254(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		pool := aio.NewPool(1, 0)
		begun, gate := make(chan int, 99), make(chan struct{})
		var wg aio.WaitGroup
		for i := range 10 {
			wg.Go(co, func(co aio.Context) {
				_, err := aio.Offload(co, pool, gated(begun, gate, i)).Await(co)
				wantErr(t, "job", err, nil)
			})
		}
		for range 100 {
			aio.GoValue(co, func(co aio.Context) int { aio.Yield(co); return 0 }).Value(co)
		}
		close(gate)
		wg.Wait(co)
	})
}
